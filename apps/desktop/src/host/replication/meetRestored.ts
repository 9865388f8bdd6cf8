import type { ReadmissionRequest } from '@lianyi/schema/wire/certificate';
import { readmissionAnswer, readmissionPath } from '@lianyi/schema/wire/certificate';
import type { History } from '@lianyi/schema/wire/history';
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
  const { replica } = parts;
  const told = refused.history;
  if (told === undefined && refused.problem.code !== 'unknownDevice') return refused;
  const pedigree = replica.pedigree();
  // What was saved under a history that the county does not name would end in quarantine.
  if (told !== undefined && namesAll(told, pedigree)) return afterRewind(replica.rewindTo(told), refused);
  const posted = await signedPost({ ...parts, path: readmissionPath, json: pedigree, silenceMs, signal });
  if (signal.aborted) return refused;
  if (!posted.ok) {
    // The county that hears it and says no has the last word; a line that broke has not.
    const isFinal = posted.raw?.code === 'notAllowed' || posted.raw?.code === 'notFound';
    return isFinal && told !== undefined ? afterRewind(replica.rewindTo(told), refused) : isFinal ? refused : posted;
  }
  const answer = readmissionAnswer.safeParse(posted.json);
  if (!answer.success) return { ok: false, problem: { code: 'countyBusy', detail: 'the answer could not be read' } };
  if (told !== undefined) return afterRewind(replica.rewindTo(answer.data.history), refused);
  // None, where it knew the PC all the time and could not read the request: nothing is asked again at once.
  return answer.data.admitted > 0 ? 'readmitted' : refused;
}

/** Every history that this PC has gone by, as far as it was told. */
function namesAll(told: History, { certificates, history }: ReadmissionRequest): boolean {
  const named = new Set([told.epoch, ...told.ancestry.map((one) => one.epoch)]);
  return [...certificates, ...(history === null ? [] : [history])].every(({ epoch, ancestry }) => named.has(epoch) && ancestry.every((one) => named.has(one.epoch)));
}

const afterRewind = (rewound: Rewound, refused: Refused): 'rewound' | Refused => (rewound === 'rewound' ? rewound : rewound === 'unsigned' ? unsigned : refused);

const unsigned: Refused = { ok: false, problem: { code: 'countyBusy', detail: 'what the county said of its history is not signed by it' } };
