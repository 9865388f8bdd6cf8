import type { AttachmentPart, PartContent } from '@lianyi/schema/documents/attachment';
import { attachmentPathOf } from '@lianyi/schema/wire/attachments';
import { fileTroubleOf } from '../../replica/fileTrouble.ts';
import type { ReplicaForExchange } from '../../replica/openReplica.ts';
import type { LineProblem } from '../problem.ts';
import type { NonceHolder } from '../signedPost.ts';
import { signedGet } from '../signedPost.ts';
import type { Transport } from '../transport.ts';

/** `altered`: what came is twice not what the document names. `notThere`: the county has not got it, or not for this PC. */
export type Downloaded =
  | { readonly outcome: 'whole' | 'altered' | 'notThere' | 'interrupted' | 'noRoom' }
  | { readonly outcome: 'failed'; readonly problem: LineProblem };

interface DownloadParts {
  readonly replica: ReplicaForExchange;
  readonly transport: Transport;
  readonly nonces: NonceHolder;
  readonly id: string;
  readonly part: AttachmentPart;
  readonly content: PartContent;
  readonly signal: AbortSignal;
  readonly onArrived: (bytes: number) => void;
}

const silenceMs = 40_000;
/** Kept in pieces of so many bytes, each with a sync to disk: less is fetched again after a power cut. */
const keepBytes = 64 * 1024;

/** Fetches what lacks of a part, and looks at it: what is not what was meant is fetched once more from its start. */
export async function downloadPart(parts: DownloadParts): Promise<Downloaded> {
  try {
    return await download(parts);
  } catch (error) {
    if (fileTroubleOf(error) !== 'full') throw error;
    return { outcome: 'failed', problem: { code: 'diskFull', detail: 'the disk of this PC is full' } };
  }
}

async function download(parts: DownloadParts): Promise<Downloaded> {
  const { replica, content } = parts;
  if (replica.attachments.state(content.sha256) === null && !replica.attachments.makeRoom(content.bytes)) return { outcome: 'noRoom' };
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const fetched = await fetchRest(parts);
    if (fetched !== null) return fetched;
    if (replica.attachments.finish(content.sha256)) return { outcome: 'whole' };
  }
  return { outcome: 'altered' };
}

/** @returns null when there is as much of it as there should be */
async function fetchRest({ replica, transport, nonces, id, part, content, signal, onArrived }: DownloadParts): Promise<Downloaded | null> {
  const { attachments } = replica;
  let have = attachments.begin(content);
  while (have < content.bytes) {
    let pending: Uint8Array[] = [];
    let pendingBytes = 0;
    const disk: { error: Error | null } = { error: null };
    const keep = (): void => {
      if (pendingBytes === 0) return;
      const bytes = Buffer.concat(pending).subarray(0, content.bytes - have);
      pending = [];
      pendingBytes = 0;
      try {
        attachments.append(content.sha256, have, bytes);
      } catch (error) {
        // What reads from the line takes it for a broken one.
        disk.error = error instanceof Error ? error : new Error('the file could not be written');
        throw error;
      }
      have += bytes.length;
      onArrived(have);
    };
    const before = have;
    const got = await signedGet({
      replica, transport, nonces, path: attachmentPathOf(id, part), from: have, silenceMs, signal,
      onBytes: (bytes) => {
        pending.push(bytes);
        pendingBytes += bytes.length;
        if (pendingBytes >= keepBytes) keep();
      },
    });
    // What had come before the line broke counts, too.
    keep();
    if (disk.error !== null) throw disk.error;
    if (signal.aborted) return { outcome: 'interrupted' };
    if (!got.ok && got.status === 404) return { outcome: 'notThere' };
    if (!got.ok) return { outcome: 'failed', problem: got.problem };
    if (have === before) return { outcome: 'failed', problem: { code: 'countyBusy', detail: 'the county sent nothing of an attachment' } };
  }
  return null;
}
