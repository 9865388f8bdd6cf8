import { canonicalJson } from '@lianyi/schema/basics/canonicalJson';
import type { Patient } from '@lianyi/schema/documents/patient';
import { places } from '../../builders/places.ts';
import { manyResidents } from '../manyResidents.ts';

/** Which patients there are: each process makes the same ones from it. */
export interface Source {
  readonly residents: number;
  /** The day on which they were made: their ages hang on it. */
  readonly day: string;
}

/** All of one village, so that one scope, one collection and one database hold them. */
export function* sourceBatches({ residents, day }: Source): Generator<readonly Patient[]> {
  for (const batch of manyResidents(residents, 1, day)) yield batch.map((patient) => ({ ...patient, homeId: places.village }));
}

/** What a contestant holds in the end. */
export interface Content {
  count(): number | Promise<number>;
  /** The documents that it has of these, in any order, as they were given to it. */
  documents(ids: readonly string[]): readonly { readonly id: string }[] | Promise<readonly { readonly id: string }[]>;
}

/** Documents that lack, differ or are too many. */
export async function differencesFrom(source: Source, content: Content): Promise<number> {
  let differences = Math.max(0, (await content.count()) - source.residents);
  for (const batch of sourceBatches(source)) {
    const held = new Map((await content.documents(batch.map(({ id }) => id))).map((document) => [document.id, canonicalJson(document)]));
    differences += batch.filter((patient) => held.get(patient.id) !== canonicalJson(patient)).length;
  }
  return differences;
}
