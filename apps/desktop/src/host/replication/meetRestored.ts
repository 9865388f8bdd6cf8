import type { ReadmissionAnswer } from '@lianyi/schema/wire/certificate';
import { readmissionAnswer, readmissionPath } from '@lianyi/schema/wire/certificate';
import type { Exchanged, ExchangeParts } from './exchange.ts';
import { signedPost } from './signedPost.ts';

type Refused = Extract<Exchanged, { ok: false }>;

const silenceMs = 40_000;

/**
 * What a refusal means where the county was restored from a backup. It is of another history, told with its signature:
 * this PC goes over to it. It has nothing of the history that this PC is of (it was restored a second time), or does not
 * know this PC (it was enrolled after the backup): it is shown what it said of both itself.
 * @returns the refusal that stands, where it is nothing of this or nothing has come of it
 */
export async function meetRestored(parts: ExchangeParts, refused: Refused, signal: AbortSignal): Promise<'rewound' | 'readmitted' | Refused> {
  const rewound = refused.history === undefined ? null : parts.replica.rewindTo(refused.history);
  if (rewound === 'rewound') return rewound;
  if (rewound === 'unsigned') return unsigned;
  if (rewound === null && refused.problem.code !== 'unknownDevice') return refused;
  const answer = await showPedigree(parts, signal);
  if (answer === null || signal.aborted) return refused;
  if (rewound === 'foreign') return parts.replica.rewindTo(answer.history) === 'rewound' ? 'rewound' : refused;
  // None, where it knew the PC all the time and could not read the request: nothing is asked again at once.
  return answer.admitted > 0 ? 'readmitted' : refused;
}

async function showPedigree(parts: ExchangeParts, signal: AbortSignal): Promise<ReadmissionAnswer | null> {
  const posted = await signedPost({ ...parts, path: readmissionPath, json: parts.replica.pedigree(), silenceMs, signal });
  const answer = posted.ok ? readmissionAnswer.safeParse(posted.json) : null;
  return answer?.success === true ? answer.data : null;
}

const unsigned: Refused = { ok: false, problem: { code: 'countyBusy', detail: 'what the county said of its history is not signed by it' } };
