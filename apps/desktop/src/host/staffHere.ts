import type { CalendarDate } from '@lianyi/schema/basics/dates';
import type { Person } from '@lianyi/schema/documents/county';
import { inPostHere } from './presentPerson.ts';
import type { Replica } from './replica/replica.ts';
import type { SignedIn } from './trpc.ts';

/** Staff who may open this PC, by what the county last sent: those of its own institution first. */
export function staffHere(replica: Pick<Replica, 'document' | 'all'>, orgId: string, day: CalendarDate): readonly SignedIn[] {
  return replica.all<{ shown: string }>("SELECT shown FROM document WHERE kind = 'person' AND shown IS NOT NULL")
    .flatMap(({ shown }) => inPostHere(replica, JSON.parse(shown) as Person, orgId, day) ?? [])
    .toSorted((a, b) => Number(b.orgId === orgId) - Number(a.orgId === orgId) || a.name.localeCompare(b.name, 'zh'));
}

/** Numbers that are known here of whoever has that name: what a PIN must not be taken from. */
export function numbersOf(replica: Pick<Replica, 'all'>, name: string): readonly string[] {
  return replica.all<Record<'identity_number' | 'phone' | 'birth_date', string | null>>('SELECT identity_number, phone, birth_date FROM patient_row WHERE name = ? LIMIT 50', name)
    .flatMap((row) => [row.identity_number, row.phone, row.birth_date?.replaceAll('-', '') ?? null])
    .filter((number) => number !== null);
}
