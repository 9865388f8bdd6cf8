import { readmissionAnswer, readmissionPath } from '@lianyi/schema/wire/certificate';
import type { Rewound } from '../replica/epochs/rewind.ts';
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
  if (rewound === null ? refused.problem.code !== 'unknownDevice' : rewound !== 'foreign') return afterRewind(rewound, refused);
  const posted = await signedPost({ ...parts, path: readmissionPath, json: parts.replica.pedigree(), silenceMs, signal });
  // The county that hears it and says no has the last word; a line that broke has not.
  if (!posted.ok) return posted.raw?.code === 'notAllowed' || posted.raw?.code === 'notFound' ? refused : posted;
  const answer = readmissionAnswer.safeParse(posted.json);
  if (!answer.success) return { ok: false, problem: { code: 'countyBusy', detail: 'the answer could not be read' } };
  if (signal.aborted) return refused;
  if (rewound === 'foreign') return afterRewind(parts.replica.rewindTo(answer.data.history), refused);
  // None, where it knew the PC all the time and could not read the request: nothing is asked again at once.
  return answer.data.admitted > 0 ? 'readmitted' : refused;
}

const afterRewind = (rewound: Rewound | null, refused: Refused): 'rewound' | Refused => (rewound === 'rewound' ? rewound : rewound === 'unsigned' ? unsigned : refused);

const unsigned: Refused = { ok: false, problem: { code: 'countyBusy', detail: 'what the county said of its history is not signed by it' } };
