import type { OrganisationId } from '@lianyi/schema/basics/ids';
import type { Person } from '@lianyi/schema/documents/county';
import type { Replica } from './replica/replica.ts';

type Documents = Pick<Replica, 'document'>;

/**
 * Whether somebody may open the PC of an institution: an active post there, at one below it, or at the one above, whose
 * staff visit. As the county last sent it; what the enrolment said counts until then.
 */
export function hasPostHere(replica: Documents, person: Person, orgId: OrganisationId): boolean {
  if (!person.active) return false;
  const here = replica.document('organisation', orgId);
  return person.orgId === orgId || here === undefined || person.orgId === here.parentId || isBelow(replica, person.orgId, orgId);
}

function isBelow(replica: Documents, orgId: OrganisationId, above: OrganisationId): boolean {
  for (let at: OrganisationId | null = orgId, depth = 0; at !== null && depth < 8; depth += 1) {
    if (at === above) return true;
    at = replica.document('organisation', at)?.parentId ?? null;
  }
  return false;
}

/** Staff who may open this PC, by what the county last sent. */
export function staffHere(replica: Pick<Replica, 'document' | 'all'>, orgId: OrganisationId): readonly Person[] {
  return replica.all<{ shown: string }>("SELECT shown FROM document WHERE kind = 'person' AND shown IS NOT NULL")
    .map(({ shown }) => JSON.parse(shown) as Person)
    .filter((person) => hasPostHere(replica, person, orgId))
    .toSorted((a, b) => Number(b.orgId === orgId) - Number(a.orgId === orgId) || a.name.localeCompare(b.name, 'zh'));
}

/** Numbers that are known here of whoever has that name: what a PIN must not be taken from. */
export function numbersOf(replica: Pick<Replica, 'all'>, name: string): readonly string[] {
  return replica.all<Record<'identity_number' | 'phone' | 'birth_date', string | null>>('SELECT identity_number, phone, birth_date FROM patient_row WHERE name = ? LIMIT 50', name)
    .flatMap((row) => [row.identity_number, row.phone, row.birth_date?.replaceAll('-', '') ?? null])
    .filter((number) => number !== null);
}
