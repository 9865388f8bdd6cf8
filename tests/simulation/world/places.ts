import type { DeviceId, OrganisationId, PersonId } from '@lianyi/schema/basics/ids';
import { idFromHash } from '@lianyi/schema/basics/ids';
import { mayDo } from '@lianyi/schema/codes/roles';
import type { Organisation, Person } from '@lianyi/schema/documents/county';
import { catalogueScope, organisationScope } from '@lianyi/schema/documents/kinds';
import { anOrganisation, aPerson } from '@lianyi/tests/builders/anOrganisation';
import type { Device } from '@lianyi/sync-server/store/devices';
import type { DevicePermission } from '@lianyi/sync-server/sync/permission';

/** A clinic of the simulation: a PC with one doctor. */
export interface Place {
  readonly deviceId: DeviceId;
  readonly orgId: OrganisationId;
  readonly personId: PersonId;
  /** The institution above; null: a township. */
  readonly above: OrganisationId | null;
  readonly below: readonly OrganisationId[];
}

/** `count` clinics: every fourth is a township, the others its villages. */
export function placesOf(count: number): readonly Place[] {
  const orgIdOf = (at: number): OrganisationId => idFromHash(['simulation', 'organisation', at]) as OrganisationId;
  return Array.from({ length: count }, (_, at) => {
    const isTownship = at % 4 === 0;
    const below = isTownship ? [at + 1, at + 2, at + 3].filter((other) => other < count).map(orgIdOf) : [];
    return {
      deviceId: idFromHash(['simulation', 'device', at]) as DeviceId,
      orgId: orgIdOf(at),
      personId: idFromHash(['simulation', 'person', at]) as PersonId,
      above: isTownship ? null : orgIdOf(at - (at % 4)),
      below,
    };
  });
}

export const followedBy = (place: Place): ReadonlySet<string> => new Set([catalogueScope, ...[place.orgId, ...place.below].map(organisationScope)]);

/** What the county allows a device: as `access/permissions.ts` answers it for these institutions. */
export function permissionOf(place: Place, { status, awaitsConfirmation }: Pick<Device, 'status' | 'awaitsConfirmation'>): DevicePermission {
  const own = new Set<string>([place.orgId, ...place.below]);
  return {
    mayPush: status !== 'stolen',
    mayPull: status === 'active',
    scopes: followedBy(place),
    pullScopes: awaitsConfirmation ? new Set([catalogueScope]) : followedBy(place),
    mayActFor: (orgId) => own.has(orgId) || orgId === place.above,
    mayDo: (_acting, acts) => acts.length === 0 || acts.some((act) => mayDo('physician', act)),
    drugBeyondRights: () => null,
  };
}

export const directoryOf = (places: readonly Place[]): readonly (Organisation | Person)[] => places.flatMap((place) => [
  anOrganisation({ id: place.orgId, parentId: place.above, type: place.above === null ? 'township' : 'village' }),
  aPerson({ id: place.personId, orgId: place.orgId, role: 'physician' }),
]);
