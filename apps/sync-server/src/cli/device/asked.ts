import type { RecordDecision } from '../../access/deviceActs.ts';
import type { Database } from '../../store/database.ts';

export type DeviceCommandName = 'list' | 'show' | 'code' | 'retire' | 'stolen' | 'found' | 'replace' | 'recover' | 'extend';

/** What the words after `device` ask for. */
export interface DeviceAsked {
  readonly db: Database;
  readonly databaseUrl: string;
  /** An organisation or a device; empty for `list`. */
  readonly operand: string;
  readonly json: boolean;
  readonly by: string;
  readonly reason: string;
  readonly name: string;
  readonly keep: boolean;
  readonly take: boolean;
  readonly person: string | undefined;
  readonly days: string | undefined;
  /** Into the audit, in the transaction of what is decided. */
  readonly record: RecordDecision;
}
