import type { DetailedError } from 'tus-js-client';
import { Upload } from 'tus-js-client';
import * as z from 'zod';
import { deviceHeader } from '@lianyi/schema/wire/exchange';
import type { UploadFault } from '@lianyi/schema/wire/attachments';
import { uploadFault, uploadPathOf, uploadTokenHeader } from '@lianyi/schema/wire/attachments';
import type { Timers } from '../timers.ts';
import { chunkAfter, smaller } from './chunkSize.ts';
import type { UploadLine } from './uploadLine.ts';

/**
 * `held`: all of it is at the county. `interrupted`: something else goes first. `askAgain`: the token is too old, or the
 * county has put away what had come. `fault`: it came whole, and the county does not keep it.
 */
export type Uploaded =
  | { readonly outcome: 'held' | 'interrupted' | 'askAgain' }
  | { readonly outcome: 'fault'; readonly fault: UploadFault }
  | { readonly outcome: 'failed'; readonly detail: string };

interface UploadParts {
  readonly line: UploadLine;
  readonly timers: Timers;
  readonly deviceId: string;
  readonly bytes: Buffer;
  readonly sha256: string;
  readonly token: string;
  /** The size of a piece, which follows the line from one upload to the next. */
  readonly chunk: { bytes: number };
  readonly signal: AbortSignal;
  /** So much is at the county. */
  readonly onArrived: (bytes: number) => void;
}

const refusal = z.object({ upload: uploadFault });

/** Sends what the county lacks of some bytes, from where it says that it is. */
export async function uploadPart({ line, timers, deviceId, bytes, sha256, token, chunk, signal, onArrived }: UploadParts): Promise<Uploaded> {
  return new Promise((resolve) => {
    let sentAt = timers.elapsedMs();
    const upload = new Upload(bytes, {
      uploadUrl: line.urlOf(uploadPathOf(sha256)),
      httpStack: line.stack,
      headers: { [deviceHeader]: deviceId, [uploadTokenHeader]: token },
      chunkSize: chunk.bytes,
      // Where it is is known by its hash; when there is another try is decided with all that there is to carry.
      fingerprint: async () => sha256,
      storeFingerprintForResuming: false,
      retryDelays: null,
      onProgress: (arrived) => onArrived(arrived),
      onUploadUrlAvailable: () => { sentAt = timers.elapsedMs(); },
      onChunkComplete: () => {
        const at = timers.elapsedMs();
        chunk.bytes = chunkAfter(chunk.bytes, at - sentAt);
        upload.options.chunkSize = chunk.bytes;
        sentAt = at;
      },
      onSuccess: () => resolve({ outcome: 'held' }),
      onError: (error) => {
        const outcome = outcomeOf(error);
        if (outcome.outcome === 'failed') chunk.bytes = smaller(chunk.bytes);
        resolve(outcome);
      },
    });
    const interrupt = (): void => {
      void upload.abort();
      resolve({ outcome: 'interrupted' });
    };
    signal.addEventListener('abort', interrupt, { once: true });
    if (signal.aborted) interrupt();
    else upload.start();
  });
}

function outcomeOf(error: Error | DetailedError): Uploaded {
  const answer = 'originalResponse' in error ? error.originalResponse : null;
  const status = answer?.getStatus() ?? 0;
  if (status === 401 || status === 404 || status === 409) return { outcome: 'askAgain' };
  if (status !== 422) return { outcome: 'failed', detail: status === 0 ? 'no answer' : `status ${status}` };
  const refused = refusal.safeParse(jsonOf(answer?.getBody() ?? ''));
  return refused.success ? { outcome: 'fault', fault: refused.data.upload } : { outcome: 'failed', detail: 'status 422' };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
