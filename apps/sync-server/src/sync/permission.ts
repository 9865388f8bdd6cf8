import type { Permission } from '@lianyi/schema/codes/roles';
import type { ScopeId } from '@lianyi/schema/documents/kinds';

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
  /** Has this person a role that may do one of these acts? */
  mayDo(personId: string, acts: readonly Permission[]): boolean;
}
