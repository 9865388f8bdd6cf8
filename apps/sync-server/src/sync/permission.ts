import type { Permission } from '@lianyi/schema/codes/roles';
import type { BundleBody } from '@lianyi/schema/documents/bundle';
import type { Order } from '@lianyi/schema/documents/prescription';
import type { ScopeId } from '@lianyi/schema/documents/kinds';

/** Who acted for which institution, and when by the clock of their PC. */
export type Acting = Pick<BundleBody, 'personId' | 'orgId' | 'savedAt'>;

/** What a device and the people on it may do now. `access` answers it; the exchange only asks. */
export interface DevicePermission {
  /** False for a stolen device: what it sends is kept in quarantine. */
  readonly mayPush: boolean;
  /** False for a retired device: it may deliver its outbox and pulls nothing. */
  readonly mayPull: boolean;
  /** The scopes that the device follows. */
  readonly scopes: ReadonlySet<ScopeId>;
  /** Those of them that it may pull now: of a device that county IT has yet to confirm, the catalogues alone. */
  readonly pullScopes: ReadonlySet<ScopeId>;
  /** May somebody on this device act for this institution? */
  mayActFor(orgId: string): boolean;
  /** Had this person, where and when they acted, a post that may do one of these acts? */
  mayDo(acting: Acting, acts: readonly Permission[]): boolean;
  /** The name of a drug in a signed order that its signer had no right to prescribe, or null. */
  drugBeyondRights(order: Order): string | null;
}
