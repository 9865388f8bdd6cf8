import { sql } from 'kysely';
import type { Database, DeviceAct, DeviceStatus, Tx } from '../store/database.ts';
import { deviceMark } from '../store/devices.ts';
import { onSnapshot } from '../store/inTransaction.ts';
import { statusAfterActs } from './deviceActs.ts';

/**
 * `unknown`: the audit has no entry of how the PC came to be known. `key`: its key, its institution or whose place it took is
 * not what that entry says. `status`: it is not what was decided about it last.
 */
export type DeviceFault = 'unknown' | 'key' | 'status';

export interface DevicesExamined {
  readonly looked: number;
  readonly faults: readonly { readonly id: string; readonly fault: DeviceFault }[];
}

interface Row {
  readonly id: string;
  readonly orgId: string;
  readonly publicKey: string;
  readonly formerIds: readonly string[];
  readonly status: DeviceStatus;
  readonly acts: readonly DeviceAct[];
  /** Empty in an entry of a version that did not write it; null without an entry. */
  readonly mark: string | null;
  readonly isBeforeAudit: boolean;
}

/** PCs as their rows are, and as the audit and what was decided about them say. Whether the audit is whole is asked elsewhere. */
export async function examineDevices(db: Database): Promise<DevicesExamined> {
  const rows = await onSnapshot(db, devicesIn);
  return { looked: rows.length, faults: rows.flatMap((row) => faultsOf(row).map((fault) => ({ id: row.id, fault }))) };
}

/** What was enrolled before there was an audit has no entry; where the county's first entry is that it was made, there is no such PC. */
async function devicesIn(tx: Tx): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    with enrolled as (
      select distinct on (a.about) a.about, coalesce(a.detail ->> 'mark', '') as mark from audit_entry a
      where a.action in ('device.enrolled', 'device.readmitted') order by a.about, a.number desc
    )
    select d.id, d.org_id, d.public_key, d.former_ids, d.status, e.mark,
      array(select a.act from device_act a where a.device_id = d.id order by a.done_at, a.id) as acts,
      coalesce((select f.action <> 'county.init' and d.enrolled_at < f.at from audit_entry f order by f.number limit 1), true) as is_before_audit
    from device d left join enrolled e on e.about = d.id::text order by d.id`.execute(tx);
  return rows;
}

function faultsOf(row: Row): readonly DeviceFault[] {
  const faults: DeviceFault[] = [];
  if (row.mark === null && !row.isBeforeAudit) faults.push('unknown');
  if (row.mark !== null && row.mark !== '' && row.mark !== deviceMark(row)) faults.push('key');
  // One that was reported before decisions were kept has none.
  if (row.acts.some((act) => act !== 'replace') && row.status !== statusAfterActs(row.acts)) faults.push('status');
  return faults;
}
