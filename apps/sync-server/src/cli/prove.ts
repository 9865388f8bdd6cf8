import { documentId, uuid } from '@lianyi/schema/basics/ids';
import type { BundleBody } from '@lianyi/schema/documents/bundle';
import { kindTable } from '@lianyi/schema/documents/kinds';
import type { Kept } from '@lianyi/schema/wire/proof';
import { proofOf } from '@lianyi/schema/wire/proof';
import { countyPublicKey, deviceKeys, keptOf } from '../reports/kept.ts';
import type { Database } from '../store/database.ts';
import { deviceById } from '../store/devices.ts';
import { onSnapshot } from '../store/inTransaction.ts';
import { isSignedBy } from '../sync/countyKey.ts';
import { unlikeSaved } from '../sync/unlikeSaved.ts';
import { refuse, remark, say } from './say.ts';

/**
 * Prints the proof on the first stream, so that it can be compared with a clinic's, and what it means on the second.
 * @param device only what this PC did, which is what the PC itself can prove
 * @returns 0 if it is held
 */
export async function prove(db: Database, id: string, { device: deviceId, json }: { readonly device: string | undefined; readonly json: boolean }): Promise<number> {
  if (!documentId.safeParse(id).success) return refuse(`这不是编号：${id}\nThis is no id: ${id}`);
  if (deviceId !== undefined && !(uuid.safeParse(deviceId).success && (await deviceById(db, deviceId)))) return refuse(`没有这台设备：${deviceId}\nNo such device: ${deviceId}`);
  const all = await withSaved(db, await keptOf(db, id));
  const kept = deviceId === undefined ? all : { ...all, bundles: all.bundles.filter((bundle) => bundle.deviceId === deviceId) };
  const keys = await deviceKeys(db, kept.bundles.map((bundle) => bundle.deviceId));
  const countyKey = await countyPublicKey(db);
  const { isHeld, words, lines } = proofOf(kept, {
    isSignedByDevice: (signer, text, signature) => isSignedBy(keys.get(signer) ?? '', text, signature),
    isSignedByCounty: (text, signature) => isSignedBy(countyKey, text, signature),
  });
  if (json) await say(JSON.stringify({ id, isHeld, lines }));
  else for (const line of lines) await say(line);
  remark(words);
  return isHeld ? 0 : 1;
}

/** Whether the document is still what its bundles made of it, which no signature is over. */
async function withSaved(db: Database, kept: Kept): Promise<Kept> {
  if (kept.document === null) return kept;
  const taken = kept.bundles.flatMap(({ id, body, receipt }) =>
    (body !== null && (receipt?.outcome === 'accepted' || receipt?.outcome === 'merged') ? [{ id, writes: (JSON.parse(body) as BundleBody).writes }] : []));
  const unlike = await onSnapshot(db, async (tx) => unlikeSaved(tx, taken, kindTable));
  return { ...kept, document: { ...kept.document, isAsSaved: !unlike.has(kept.id) } };
}
