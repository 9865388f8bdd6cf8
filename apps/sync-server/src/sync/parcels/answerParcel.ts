import { randomBytes } from 'node:crypto';
import { brotliCompressSync, constants } from 'node:zlib';
import { localClockTime } from '@lianyi/schema/basics/dates';
import { deviceId } from '@lianyi/schema/basics/ids';
import type { Receipt } from '@lianyi/schema/wire/exchange';
import type { CountyParcel, ParcelSnapshot } from '@lianyi/schema/wire/parcel';
import { sealParcel } from '@lianyi/schema/wire/sealedParcel';
import { answerThen } from '@lianyi/schema/wire/steps';
import type { Device } from '../../store/devices.ts';
import type { ParcelRequest } from '../../store/parcels.ts';
import type { Refusal } from '../exchange.ts';
import { exchange } from '../exchange.ts';
import { historyFor } from '../history.ts';
import { readsTheseKinds } from '../snapshots/offerSnapshots.ts';
import type { ParcelParts } from './takeParcel.ts';
import { never } from './takeParcel.ts';

export type ParcelAnswered =
  | { readonly ok: false; readonly refusal: Exclude<Refusal['refusal'], 'epochMismatch'> }
  | { readonly ok: true; readonly file: Uint8Array; readonly receipts: number; readonly documents: number; readonly isRestored: boolean; /** More than one parcel carries: another follows once this one has been read. */ readonly isMore: boolean };

/** Documents of one page: as many as the line brings to a PC that is quick. */
const pageDocuments = 500;
/** About the text of one parcel, before it is packed. */
const enoughBytes = 64 * 1024 * 1024;

/**
 * What a PC would be told over the line if it asked now, from where its last parcel said that it was: receipts, and the
 * log page by page. Sealed to the PC.
 * @param said by its last parcel
 */
export async function answerParcel(parts: ParcelParts, device: Device, said: ParcelRequest): Promise<ParcelAnswered> {
  const { county, wire } = parts;
  const answers: CountyParcel['answers'] = [];
  let { cursors } = said.request;
  const snapshots = await snapshotsFor(parts, device, said);
  // The log goes on from them.
  for (const { manifest } of snapshots) cursors = { ...cursors, [manifest.scope]: manifest.number };
  let bytes = snapshots.reduce((sum, { chunks }) => sum + chunks.reduce((length, chunk) => length + chunk.length, 0), 0);
  let isMore = true;
  while (isMore && bytes < enoughBytes) {
    const permission = await parts.rightsOf(device);
    const request = { ...said.request, submissions: [], cursors, pageDocuments: permission.mayPull ? pageDocuments : 0, waitMs: 0 };
    const answer = await exchange(county, { device, permission, request, nonce: '', signal: never, stick: { madeAt: null } });
    if ('refusal' in answer) {
      if (answer.refusal !== 'epochMismatch') return { ok: false, refusal: answer.refusal };
      const file = seal(parts, device, { history: await historyFor(county, device), snapshots: [], answers: [] });
      return { ok: true, file, receipts: 0, documents: 0, isRestored: true, isMore: false };
    }
    // An order to purge is good for the one answer that it was given with, over the line.
    const { purge: _purge, ...told } = answer;
    const response = answers.length > 0 ? told : { ...told, receipts: [...await receiptsOf(parts, device, said), ...told.receipts] };
    answers.push({ after: cursors, response: answerThen(response, said.wireVersion, wire) as typeof response });
    cursors = { ...cursors, ...response.page.cursors };
    bytes += Buffer.byteLength(JSON.stringify(response));
    isMore = response.page.more;
  }
  const sum = (of: (answer: CountyParcel['answers'][number]) => number): number => answers.reduce((total, answer) => total + of(answer), 0);
  return {
    ok: true, file: seal(parts, device, { history: null, snapshots, answers }), isRestored: false, isMore,
    receipts: sum(({ response }) => response.receipts.length),
    documents: sum(({ response }) => response.page.documents.length) + snapshots.reduce((total, { manifest }) => total + manifest.chunks.reduce((inChunks, chunk) => inChunks + chunk.documents, 0), 0),
  };
}

/** For a PC whose first sync is not through, of the scopes that it has nothing of. */
async function snapshotsFor(parts: ParcelParts, device: Device, { request, takesSnapshots }: ParcelRequest): Promise<readonly ParcelSnapshot[]> {
  // One that is of another history is told of that, and nothing else.
  if (!takesSnapshots || request.epoch !== parts.county.epoch || !readsTheseKinds(parts.county, request.kinds)) return [];
  const permission = await parts.rightsOf(device);
  if (!permission.mayPull) return [];
  return parts.snapshotsOf([...permission.pullScopes].filter((scope) => request.cursors[scope] === undefined));
}

/** What became of the bundles that its parcel brought, by this road or another: nothing else has told it. */
async function receiptsOf({ county }: ParcelParts, { id, formerIds }: Device, { links }: ParcelRequest): Promise<readonly Receipt[]> {
  const rows = await county.store.transaction(async (tx) => tx.bundlesAtLinks([id, ...formerIds], links.map((link) => ({ ...link, previous: null }))));
  return rows.flatMap(({ receipt }) => receipt ?? []);
}

interface Sealed extends Pick<CountyParcel, 'history' | 'answers'> {
  readonly snapshots: readonly ParcelSnapshot[];
}

function seal({ county }: ParcelParts, { id, publicKey }: Device, { history, snapshots, answers }: Sealed): Uint8Array {
  const parcel: CountyParcel = { parcel: 'county 1', to: deviceId.parse(id), madeAt: localClockTime(county.now()), history, answers, ...(snapshots.length > 0 && { snapshots: [...snapshots] }) };
  const packed = brotliCompressSync(JSON.stringify(parcel), { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } });
  return sealParcel(packed, { from: 'county', to: Buffer.from(publicKey, 'base64'), sign: (text) => county.key.sign(text), secret: randomBytes(32) });
}
