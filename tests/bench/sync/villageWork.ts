import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addDays } from '@lianyi/schema/basics/dates';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import type { Patient } from '@lianyi/schema/documents/patient';
import { productsOf } from '@lianyi/schema/documents/productTable';
import { visitsOf } from '../../../tools/demo/county/lastYear.ts';
import { organisationOf, prescriberOf } from '../../../tools/demo/county/organisations.ts';
import { Random } from '../../../tools/demo/county/random.ts';
import { Shelves } from '../../../tools/demo/county/shelves.ts';
import { people, places } from '../../builders/aCounty.ts';

const resources = join(import.meta.dirname, '..', '..', '..', 'resources');

/**
 * What a village clinic did for its residents in so many years before `day`: visits with prescription, dispense and
 * stock, as the demo makes a year of them, from a seed; one batch a year.
 */
export function* villageWork(residents: readonly Patient[], years: number, day: string): Generator<readonly AnyDocument[]> {
  const [org, random] = [organisationOf('qingshiping'), new Random(20_261_129)];
  const table = (name: string): string => readFileSync(join(resources, name), 'utf8');
  const products = productsOf(table('products.tsv'), table('drugs.tsv'));
  const shelves = new Shelves(products, random, day);
  const doctor = prescriberOf(org).id;
  for (let year = years - 1; year >= 0; year -= 1) {
    const moved = shelves.moves.length;
    const visits = residents.flatMap((patient) => visitsOf(patient, org, products, shelves, random, addDays(day, -year * 365)));
    // As the bench's clinic and its doctor wrote it.
    const work = JSON.stringify([...visits, ...shelves.moves.slice(moved)]).replaceAll(org.id, places.village).replaceAll(doctor, people.villageDoctor);
    yield JSON.parse(work) as readonly AnyDocument[];
  }
}
