import { readmissionAnswer, readmissionPath } from '@lianyi/schema/wire/certificate';
import type { Exchanged, ExchangeParts } from './exchange.ts';
import { signedPost } from './signedPost.ts';

const silenceMs = 40_000;

/**
 * What a refusal means where the county was restored from a backup. Of another history, told with its signature: this PC
 * goes over to it. That it does not know this PC: it is shown its own word that it enrolled it, after the backup.
 * @returns the refusal that stands, where it is nothing of this or nothing has come of it
 */
export async function meetRestored(parts: ExchangeParts, refused: Refused, signal: AbortSignal): Promise<'rewound' | 'readmitted' | Refused> {
  const rewound = refused.history === undefined ? null : parts.replica.rewindTo(refused.history);
  if (rewound === 'rewound') return rewound;
  if (rewound === 'unsigned') return { ok: false, problem: { code: 'countyBusy', detail: 'what the county said of its history is not signed by it' } };
  return refused.problem.code === 'unknownDevice' && (await isReadmitted(parts, signal)) ? 'readmitted' : refused;
}

type Refused = Extract<Exchanged, { ok: false }>;

/** False also where it knew the PC all the time and could not read the request: nothing is asked again at once. */
async function isReadmitted(parts: ExchangeParts, signal: AbortSignal): Promise<boolean> {
  const certificates = parts.replica.certificates();
  if (certificates.length === 0) return false;
  const posted = await signedPost({ ...parts, path: readmissionPath, json: { certificates }, silenceMs, signal });
  const answer = posted.ok ? readmissionAnswer.safeParse(posted.json) : null;
  return answer?.success === true && answer.data.admitted > 0;
}
