import type { DeviceId } from '@lianyi/schema/basics/ids';
import type { DeviceCertificate } from '@lianyi/schema/wire/certificate';
import type { Succession } from '@lianyi/schema/wire/exchange';
import { successionToSign } from '@lianyi/schema/wire/exchange';
import type { Core } from './core.ts';
import type { DeviceKey } from './deviceKey.ts';
import { newDeviceKey, signerOf, verifierOf } from './deviceKey.ts';
import type { Tables } from './tables.ts';

/** What the county is asked for: a new device in place of this one. */
export interface Rekeying {
  readonly publicKey: string;
  readonly replaces: Succession;
}

/**
 * Makes a new key, or takes up the one of an attempt whose answer was lost: with the same code it gives the same device.
 * The chain goes on after the last link before anything that the county is not known to hold.
 */
export function beginRekey(core: Core): Rekeying {
  const { tables } = core;
  const pending = tables.meta<DeviceKey | null>('pendingKey') ?? newDeviceKey();
  tables.setMeta('pendingKey', pending);
  const continues = { routine: lastHeldLink(tables, 'routine'), urgent: lastHeldLink(tables, 'urgent') };
  const unsigned = { deviceId: core.identity.deviceId, continues };
  return { publicKey: pending.publicKey, replaces: { ...unsigned, signature: core.sign(successionToSign(pending.publicKey, unsigned)) } };
}

/**
 * Goes on as the new device: every bundle that is not known to be held is signed again, at its place of the chain and
 * with its own body, which goes on naming the device that it was saved under.
 */
export function finishRekey(core: Core, certificate: DeviceCertificate): void {
  const { tables, database } = core;
  const key = tables.meta<DeviceKey | null>('pendingKey');
  const former = tables.meta<DeviceKey>('deviceKey');
  if (!key || !former) throw new Error('no rekeying was begun');
  const sign = signerOf(key);
  database.immediately(() => {
    for (const lane of ['routine', 'urgent'] as const) {
      const after = lastHeldLink(tables, lane)?.number ?? 0;
      const rows = tables.all<{ save_number: number; link_hash: string }>('SELECT save_number, link_hash FROM bundle WHERE lane = ? AND link_number > ?', lane, after);
      for (const row of rows) tables.run("UPDATE bundle SET signature = ?, state = 'waiting' WHERE save_number = ?", sign(row.link_hash), row.save_number);
    }
    tables.setMeta('formerKeys', [...(tables.meta<string[]>('formerKeys') ?? []), former.publicKey]);
    tables.setMeta('deviceKey', key);
    tables.setMeta('deviceId', certificate.deviceId);
    tables.setMeta('certificates', [...certificatesOf(tables), certificate]);
    tables.setMeta('pendingKey', null);
  });
  takeUpKeys(core);
}

export const certificatesOf = (tables: Tables): readonly DeviceCertificate[] => tables.meta<DeviceCertificate[]>('certificates') ?? [];

/** The identity and keys as the replica has them: what a rekey wrote counts before the identity file. */
export function takeUpKeys(core: Core): void {
  const { tables } = core;
  const key = tables.meta<DeviceKey>('deviceKey');
  if (key === undefined) throw new Error('this replica has not been enrolled');
  const deviceId = tables.meta<DeviceId>('deviceId');
  if (deviceId !== undefined) core.identity = { ...core.identity, deviceId };
  core.sign = signerOf(key);
  const verifiers = [key.publicKey, ...(tables.meta<string[]>('formerKeys') ?? [])].map(verifierOf);
  core.isSignedHere = (text, signature) => verifiers.some((verify) => verify(text, signature));
}

/** The link before the first bundle of the lane that waits; null if there is none. */
function lastHeldLink(tables: Tables, lane: 'routine' | 'urgent'): { readonly number: number; readonly linkHash: string } | null {
  const row = tables.get<{ number: number; linkHash: string }>(
    `SELECT link_number AS number, link_hash AS linkHash FROM bundle
      WHERE lane = ? AND link_number < (SELECT coalesce(min(link_number), 1e12) FROM bundle WHERE lane = ? AND state = 'waiting') ORDER BY link_number DESC LIMIT 1`, lane, lane,
  );
  return row ?? null;
}
