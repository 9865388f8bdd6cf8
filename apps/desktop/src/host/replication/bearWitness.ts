import type { CountyDocument } from '@lianyi/schema/wire/exchange';
import { wireVersion } from '@lianyi/schema/wire/exchange';
import { maxWitnessAsked, maxWitnesses, witnessAnswer, witnessAskPath, witnessPath, witnessWanted } from '@lianyi/schema/wire/epochs';
import type { CheckParts } from './checkScopes.ts';
import { ask } from './checkScopes.ts';
import type { LineProblem } from './problem.ts';

export type Witnessed =
  | { readonly ok: true; readonly isHeard: boolean; readonly offered: number }
  | { readonly ok: false; readonly problem: LineProblem };

/**
 * Offers the county, after it was restored, every document of the former history that it has not just so. Heard when
 * all have been answered; not yet when county IT has still to confirm the devices.
 */
export async function bearWitness(parts: CheckParts): Promise<Witnessed> {
  const { replica } = parts;
  const common = { wireVersion, deviceId: replica.identity.deviceId, epoch: replica.epoch() ?? '' };
  let offered = 0;
  for (let after = ''; ; ) {
    const have = replica.formerContents(after, maxWitnessAsked);
    const last = have.at(-1);
    // Also with nothing to offer: the county says when it listens.
    const wanted = await ask(parts, witnessAskPath, { ...common, have: [...have] }, witnessWanted);
    if (!wanted.ok) return wanted;
    if (!wanted.answer.isOpen) return { ok: true, isHeard: false, offered };
    for (let at = 0; at < wanted.answer.wanted.length; at += maxWitnesses) {
      const documents: readonly CountyDocument[] = wanted.answer.wanted.slice(at, at + maxWitnesses).flatMap((id) => replica.countyDocument(id) ?? []);
      const answered = await ask(parts, witnessPath, { ...common, documents: [...documents] }, witnessAnswer);
      if (!answered.ok) return answered;
      offered += documents.length;
      await parts.pause();
    }
    if (last === undefined || have.length < maxWitnessAsked) break;
    after = last.id;
  }
  replica.witnessIsHeard();
  return { ok: true, isHeard: true, offered };
}
