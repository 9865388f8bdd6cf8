import { canonicalJson } from '@lianyi/schema/basics/canonicalJson';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import type { Patient } from '@lianyi/schema/documents/patient';
import { places } from '../../builders/places.ts';
import { manyResidents } from '../manyResidents.ts';
import { villageWork } from './villageWork.ts';

/** Which patients there are: each process makes the same ones from it. */
export interface Source {
  readonly residents: number;
  /** The day on which they were made: their ages hang on it. */
  readonly day: string;
  /** Of the clinic's work until that day; patients alone if left out. */
  readonly years?: number;
}

/** All of one village, so that one scope, one collection and one database hold them. */
export function* sourceBatches({ residents, day }: Source): Generator<readonly Patient[]> {
  for (const batch of manyResidents(residents, 1, day)) yield batch.map((patient) => ({ ...patient, homeId: places.village }));
}

/** The patients, and with them what was done for them. */
export function* allBatches(source: Source): Generator<readonly AnyDocument[]> {
  yield* sourceBatches(source);
  if (source.years !== undefined) yield* villageWork([...sourceBatches(source)].flat(), source.years, source.day);
}

/** What a contestant holds in the end. */
export interface Content {
  count(): number | Promise<number>;
  /** The documents that it has of these, in any order, as they were given to it. */
  documents(ids: readonly string[]): readonly { readonly id: string }[] | Promise<readonly { readonly id: string }[]>;
}

/** Documents that lack, differ or are too many. */
export async function differencesFrom(source: Source, content: Content): Promise<number> {
  let differences = 0;
  let expected = 0;
  for (const batch of allBatches(source)) {
    const held = new Map((await content.documents(batch.map(({ id }) => id))).map((document) => [document.id, canonicalJson(document)]));
    differences += batch.filter((document) => held.get(document.id) !== canonicalJson(document)).length;
    expected += batch.length;
  }
  return differences + Math.max(0, (await content.count()) - expected);
}
