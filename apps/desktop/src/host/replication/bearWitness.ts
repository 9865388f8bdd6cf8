import type { CountyDocument } from '@lianyi/schema/wire/exchange';
import { wireVersion } from '@lianyi/schema/wire/exchange';
import { maxWitnessAsked, maxWitnesses, witnessAnswer, witnessAskPath, witnessPath, witnessWanted } from '@lianyi/schema/wire/witness';
import type { CheckParts } from './checkScopes.ts';
import { ask } from './checkScopes.ts';
import type { LineProblem } from './problem.ts';

export type Witnessed =
  | { readonly ok: true; readonly isHeard: boolean; readonly offered: number }
  | { readonly ok: false; readonly problem: LineProblem };

/**
 * Offers the county, after it was restored, every document of the former history that it has not just so. Heard when
 * all have been answered; not yet when county IT has still to confirm the devices. What was refused is offered again as
 * long as something new was taken: the record of its patient may have come later than it.
 */
export async function bearWitness(parts: CheckParts): Promise<Witnessed> {
  let offered = 0;
  for (;;) {
    const round = await offerAll(parts);
    if (!round.ok) return round;
    offered += round.offered;
    if (!round.isHeard) return { ok: true, isHeard: false, offered };
    if (round.refused === 0 || round.taken === 0) break;
  }
  parts.replica.witnessIsHeard();
  return { ok: true, isHeard: true, offered };
}

type Round = Extract<Witnessed, { ok: false }> | { readonly ok: true; readonly isHeard: boolean; readonly offered: number; readonly taken: number; readonly refused: number };

async function offerAll(parts: CheckParts): Promise<Round> {
  const { replica } = parts;
  const common = { wireVersion, deviceId: replica.identity.deviceId, epoch: replica.epoch() ?? '' };
  const sum = { offered: 0, taken: 0, refused: 0 };
  for (let after = ''; ; ) {
    const have = replica.formerContents(after, maxWitnessAsked);
    const last = have.at(-1);
    // Also with nothing to offer: the county says when it listens.
    const wanted = await ask(parts, witnessAskPath, { ...common, have: [...have] }, witnessWanted);
    if (!wanted.ok) return wanted;
    if (!wanted.answer.isOpen) return { ok: true, isHeard: false, ...sum };
    for (let at = 0; at < wanted.answer.wanted.length; at += maxWitnesses) {
      const documents: readonly CountyDocument[] = wanted.answer.wanted.slice(at, at + maxWitnesses).flatMap((id) => replica.countyDocument(id) ?? []);
      const answered = await ask(parts, witnessPath, { ...common, documents: [...documents] }, witnessAnswer);
      if (!answered.ok) return answered;
      sum.offered += documents.length;
      sum.taken += answered.answer.taken;
      sum.refused += answered.answer.refused;
      await parts.pause();
    }
    if (last === undefined || have.length < maxWitnessAsked) break;
    after = last.id;
  }
  return { ok: true, isHeard: true, ...sum };
}
