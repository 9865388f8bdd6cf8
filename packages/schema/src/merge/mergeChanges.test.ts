import { aDevice, aMeetingPoint, type BundleOfOne } from '@lianyi/tests/builders/aMeetingPoint';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { anAllergy, aPatient, aSignature } from '@lianyi/tests/builders/aPatient';
import { aPrescription, aPrescriptionItem } from '@lianyi/tests/builders/aPrescription';
import { anAttributedValue, aReview } from '@lianyi/tests/builders/aReview';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { newId } from '../basics/ids.ts';
import type { AllergyEntry, Patient } from '../documents/patient.ts';
import type { Encounter } from '../documents/encounter.ts';
import type { Prescription } from '../documents/prescription.ts';
import type { Review } from '../documents/review.ts';
import { unitValue } from '../documents/units.ts';

const [nurse, doctor, third] = [aDevice('nurse'), aDevice('doctor'), aDevice('third')];

describe('SYNC-1 merging needs no history', () => {
  const patient = aPatient({ phone: '13600005520' });

  it('SYNC-1 theirs equals before: take after', () => {
    const county = aMeetingPoint(patient);
    expect(county.receive(doctor.changes({ unit: 'phone', before: '13600005520', after: '15000008936' }))).toMatchObject({ merged: false, reviews: [] });
    expect((county.document as Patient).phone).toBe('15000008936');
  });

  it('SYNC-1 theirs equals after: nothing to do', () => {
    const county = aMeetingPoint(patient);
    county.receive(nurse.changes({ unit: 'phone', before: '13600005520', after: '15000008936' }));
    expect(county.receive(doctor.changes({ unit: 'phone', before: '13600005520', after: '15000008936' }))).toMatchObject({ merged: false, reviews: [] });
  });

  it('MERGE-1 the same unit on both sides: the county\'s stays, mine goes to review with whose it is', () => {
    const county = aMeetingPoint(patient);
    const first = nurse.changes({ unit: 'phone', before: '13600005520', after: '13800004127' });
    const second = doctor.changes({ unit: 'phone', before: '13600005520', after: '15000008936' });
    county.receive(first);
    const { merged, reviews } = county.receive(second);
    expect(merged).toBe(true);
    expect((county.document as Patient).phone).toBe('13800004127');
    expect(reviews).toMatchObject([{
      reason: 'unitConflict', about: { kind: 'patient', id: patient.id, unit: 'phone' }, before: '13600005520',
      kept: { value: '13800004127', bundleId: first.author.bundleId, deviceId: nurse.id }, losing: { value: '15000008936', bundleId: second.author.bundleId, deviceId: doctor.id },
    }]);
  });

  it('MERGE-1 different units on both sides both stand', () => {
    const county = aMeetingPoint(patient);
    county.receive(nurse.changes({ unit: 'phone', before: '13600005520', after: '13800004127' }));
    expect(county.receive(doctor.changes({ unit: 'insurance', before: null, after: '居民医保' }))).toMatchObject({ merged: false });
    expect(county.document).toMatchObject({ phone: '13800004127', insurance: '居民医保' });
  });

  it('MERGE-2 name, sex, birth date and identity number go to review together', () => {
    const county = aMeetingPoint(patient);
    county.receive(nurse.changes({ unit: 'identity', before: patient.identity, after: { ...patient.identity, name: '张素芳' } }));
    const { reviews } = county.receive(doctor.changes({ unit: 'identity', before: patient.identity, after: { ...patient.identity, birthDate: '1960-02-14' } }));
    expect((county.document as Patient).identity).toEqual({ ...patient.identity, name: '张素芳' });
    expect(reviews[0]?.losing.value).toEqual({ ...patient.identity, birthDate: '1960-02-14' });
  });

  it('refuses facts, what the county alone writes, and what is no unit', () => {
    const county = aMeetingPoint(patient);
    expect(county.merge(doctor.changes({ unit: 'homeId', before: null, after: null }))).toEqual({ ok: false, reason: 'notAUnit', unit: 'homeId' });
    expect(county.merge(doctor.changes({ unit: 'allergies/__proto__', before: null, after: anAllergy() }))).toMatchObject({ ok: false, reason: 'notAUnit' });
  });
});

describe('SYNC-2 an own loser', () => {
  const patient = aPatient({ phone: 'A' });
  const meet = () => {
    const county = aMeetingPoint(patient);
    county.receive(nurse.changes({ unit: 'phone', before: 'A', after: 'N' }));
    county.receive(doctor.changes({ unit: 'phone', before: 'A', after: 'D1' }));
    return county;
  };

  it('SYNC-2 is amended by the change that goes on from it: one review, the latest value', () => {
    const county = meet();
    county.receive(doctor.changes({ unit: 'phone', before: 'D1', after: 'D2' }));
    expect(county.openReviews().map(({ losing }) => losing.value)).toEqual(['D2']);
    expect((county.document as Patient).phone).toBe('N');
  });

  it('SYNC-2 is amended by a second write of the same bundle, which is not taken for a repeat', () => {
    const county = aMeetingPoint(patient);
    county.receive(nurse.changes({ unit: 'phone', before: 'A', after: 'N' }));
    const { author, changes } = doctor.changes({ unit: 'phone', before: 'A', after: 'D1' });
    const second = { author, changes: [{ unit: 'phone', before: 'D1', after: 'D2' }] };
    for (const write of [{ author, changes }, second, { author, changes }, second]) county.receive(write);
    expect(county.openReviews().map(({ losing }) => losing.value)).toEqual(['D2']);
  });

  it('SYNC-2 of another device is not', () => {
    const county = meet();
    county.receive(third.changes({ unit: 'phone', before: 'D1', after: 'T' }));
    expect(new Set(county.openReviews().map(({ losing }) => losing.value))).toEqual(new Set(['D1', 'T']));
  });

  it('SYNC-1 a change from the value that stands is taken, though the same value once lost', () => {
    const county = meet();
    county.receive(nurse.changes({ unit: 'phone', before: 'N', after: 'D1' }));
    county.receive(doctor.changes({ unit: 'phone', before: 'D1', after: 'D2' }));
    expect((county.document as Patient).phone).toBe('D2');
  });
});

it('SYNC-3 an invalid whole leaves the county\'s as it was, and goes to review whole', () => {
  const patient = aPatient({ phone: 'A' });
  const county = aMeetingPoint(patient);
  const changes = [{ unit: 'insurance', before: null, after: '居民医保' }, { unit: 'bloodGroup', before: null, after: 'Z' }];
  const bundle = doctor.changes(...changes);
  const { merged, reviews } = county.receive(bundle);
  expect([merged, county.document]).toEqual([true, patient]);
  expect(reviews).toMatchObject([{ reason: 'invalidMerge', about: { unit: null }, losing: { value: changes } }]);
  county.receive(bundle);
  expect(county.openReviews()).toHaveLength(1);
});

describe('MERGE-3 allergies', () => {
  const active = anAllergy({ reaction: '' });
  const base = aPatient({ allergies: { a1: active } });
  const removed: AllergyEntry = { ...active, status: 'refuted', statusReason: '皮试阴性' };
  const edited: AllergyEntry = { ...active, reaction: '喉头水肿', severity: 'severe' };
  const removal = () => nurse.changes({ unit: 'allergies/a1', before: active, after: removed });
  const edit = () => doctor.changes({ unit: 'allergies/a1', before: active, after: edited });

  it('MERGE-3 different entries on both sides are both there', () => {
    const county = aMeetingPoint(base);
    county.receive(nurse.changes({ unit: 'allergies/n', before: null, after: anAllergy({ substance: '磺胺' }) }));
    county.receive(doctor.changes({ unit: 'allergies/d', before: null, after: anAllergy({ substance: '头孢' }) }));
    expect(Object.keys((county.document as Patient).allergies).toSorted()).toEqual(['a1', 'd', 'n']);
    expect(county.openReviews()).toEqual([]);
  });

  it.each([[[removal, edit]], [[edit, removal]]])('MERGE-3 an active entry beats a concurrent removal in either order, and the removal goes to review', (order) => {
    const county = aMeetingPoint(base);
    for (const make of order) county.receive(make());
    expect((county.document as Patient).allergies['a1']).toEqual(edited);
    expect(county.openReviews()).toMatchObject([{ losing: { value: removed, deviceId: nurse.id }, kept: { value: edited, deviceId: doctor.id } }]);
  });

  it('MERGE-3 what was refuted or entered in error never returns: asserting it again is a new entry', () => {
    for (const status of ['refuted', 'enteredInError'] as const) {
      const gone = { ...active, status };
      const county = aMeetingPoint(aPatient({ allergies: { a1: gone } }));
      const { reviews } = county.receive(doctor.changes({ unit: 'allergies/a1', before: gone, after: active }));
      expect((county.document as Patient).allergies['a1']).toEqual(gone);
      expect(reviews).toMatchObject([{ losing: { value: active } }]);
    }
  });

  it('MERGE-3 an entry is never deleted', () => {
    const county = aMeetingPoint(base);
    county.receive(doctor.changes({ unit: 'allergies/a1', before: active, after: null }));
    expect((county.document as Patient).allergies['a1']).toEqual(active);
    expect(county.openReviews()).toMatchObject([{ losing: { value: null } }]);
  });

  it('a problem that was over may come back', () => {
    const problem = { code: 'J45.900', text: '哮喘', programme: null, onset: '', status: 'resolved', statusReason: '', recorded: aSignature(), source: null } as const;
    const county = aMeetingPoint(aPatient({ problems: { p1: problem } }));
    county.receive(doctor.changes({ unit: 'problems/p1', before: problem, after: { ...problem, status: 'active' } }));
    expect((county.document as Patient).problems['p1']?.status).toBe('active');
  });

  it('MERGE-4 any active allergy strikes "none known" for good, and the save that said so is told', () => {
    const county = aMeetingPoint(aPatient());
    county.receive(nurse.changes({ unit: 'allergies/n', before: null, after: active }));
    expect(county.receive(doctor.changes({ unit: 'noKnownAllergies', before: null, after: aSignature() }))).toMatchObject({ merged: true, reviews: [] });
    expect((county.document as Patient).noKnownAllergies).toBeNull();
    const other = aMeetingPoint(aPatient({ noKnownAllergies: aSignature() }));
    expect(other.receive(nurse.changes({ unit: 'allergies/n', before: null, after: active }))).toMatchObject({ merged: false });
    expect((other.document as Patient).noKnownAllergies).toBeNull();
  });
});

describe('MERGE-5 a draft of a visit', () => {
  const visit = anEncounter({ complaint: '咳嗽' });

  it('MERGE-5 keeps both texts of a section, mine as a variant keyed by device, whose later edit replaces its own', () => {
    const county = aMeetingPoint(visit);
    county.receive(nurse.changes({ unit: 'complaint', before: '咳嗽', after: '咳嗽 3 天' }));
    county.receive(doctor.changes({ unit: 'complaint', before: '咳嗽', after: '咳嗽、咳痰' }));
    expect(county.document).toMatchObject({ complaint: '咳嗽 3 天', variants: { complaint: { [doctor.id]: '咳嗽、咳痰' } } });
    county.receive(doctor.changes({ unit: 'complaint', before: '咳嗽、咳痰', after: '咳嗽、咳黄痰' }));
    expect(county.document).toMatchObject({ complaint: '咳嗽 3 天', variants: { complaint: { [doctor.id]: '咳嗽、咳黄痰' } } });
    expect(county.openReviews()).toHaveLength(1);
  });

  it('a variant that becomes the section\'s text is no longer shown beside it', () => {
    const county = aMeetingPoint(visit);
    county.receive(nurse.changes({ unit: 'complaint', before: '咳嗽', after: '咳嗽 3 天' }));
    county.receive(doctor.changes({ unit: 'complaint', before: '咳嗽', after: '咳嗽、咳痰' }));
    county.receive(nurse.changes({ unit: 'complaint', before: '咳嗽 3 天', after: '咳嗽、咳痰' }));
    expect(county.document).toMatchObject({ complaint: '咳嗽、咳痰', variants: {} });
  });

  it('MERGE-5 a draft that is taken back here while somebody writes in it there stays, in either order; that it was taken back is in review', () => {
    const empty = { ...visit, complaint: '' };
    const takenBack = { state: 'enteredInError', reason: '误开', signature: aSignature() };
    const written = aMeetingPoint(empty);
    written.receive(nurse.changes({ unit: 'complaint', before: '', after: '咳嗽 3 天' }));
    written.receive(doctor.changes({ unit: 'progress', before: { state: 'draft' }, after: takenBack }));
    expect(written.document).toMatchObject({ complaint: '咳嗽 3 天', progress: { state: 'draft' } });
    expect(written.openReviews()).toMatchObject([{ reason: 'unitConflict', about: { unit: 'progress' }, losing: { value: takenBack } }]);

    const back = aMeetingPoint(empty);
    back.receive(doctor.changes({ unit: 'progress', before: { state: 'draft' }, after: takenBack }));
    expect(back.document).toMatchObject({ progress: { state: 'enteredInError' } });
    back.receive(nurse.changes({ unit: 'complaint', before: '', after: '咳嗽 3 天' }));
    expect(back.openReviews()).toMatchObject([{ about: { unit: 'complaint' }, losing: { value: '咳嗽 3 天' } }]);
  });

  it('MERGE-6 a signed visit stands: later sections and a second signature go to review', () => {
    const county = aMeetingPoint(visit);
    county.receive(nurse.changes({ unit: 'progress', before: { state: 'draft' }, after: { state: 'signed', signature: aSignature() } }));
    county.receive(doctor.changes({ unit: 'plan', before: '', after: '输液' }, { unit: 'progress', before: { state: 'draft' }, after: { state: 'signed', signature: aSignature({ at: '2026-03-09T10:00:00+08:00' }) } }));
    expect(county.document).toMatchObject({ plan: '', progress: { signature: aSignature() }, variants: {} });
    expect(Object.fromEntries(county.openReviews().map(({ reason, about }) => [about.unit, reason]))).toEqual({ plan: 'signedAlready', progress: 'signedAlready' });
  });

  it('MERGE-6 a signature is withdrawn as entered in error, and never unsigned', () => {
    const signed: Encounter = { ...visit, progress: { state: 'signed', signature: aSignature() } };
    const county = aMeetingPoint(signed);
    county.receive(doctor.changes({ unit: 'progress', before: signed.progress, after: { state: 'draft' } }));
    expect((county.document as Encounter).progress.state).toBe('signed');
    county.receive(doctor.changes({ unit: 'progress', before: signed.progress, after: { state: 'enteredInError', signature: aSignature(), reason: '记错了人' } }));
    expect((county.document as Encounter).progress.state).toBe('enteredInError');
  });
});

describe('MERGE-7 a prescription', () => {
  const draft = aPrescription({ order: { state: 'draft', signature: null } });
  const order = (over: Partial<Prescription['order']>) => ({ ...draft.order, ...over });
  const edited = order({ items: [aPrescriptionItem({ quantity: 30 })] });
  const signedByDoctor = order({ state: 'signed', signature: aSignature() });
  const signedByThird = order({ state: 'signed', items: [aPrescriptionItem({ days: 3, quantity: 9 })], signature: aSignature({ at: '2026-03-09T11:00:00+08:00' }) });
  const change = (device: typeof nurse, after: unknown) => device.changes({ unit: 'order', before: draft.order, after });

  it.each([['first', [change(nurse, edited), change(doctor, signedByDoctor)]], ['last', [change(doctor, signedByDoctor), change(nurse, edited)]]])('MERGE-7 a signature stands over another draft that came %s, and the draft goes to review', (_when, bundles) => {
    const county = aMeetingPoint(draft);
    for (const bundle of bundles) county.receive(bundle);
    expect((county.document as Prescription).order).toEqual(signedByDoctor);
    expect(county.openReviews().map(({ losing }) => losing.value)).toEqual([edited]);
  });

  it('MERGE-7 a signature that goes on from an own draft which lost stands, too, and the other draft is what is looked at', () => {
    const county = aMeetingPoint(draft);
    const mine = order({ items: [aPrescriptionItem({ quantity: 12 })] });
    const signed = { ...mine, state: 'signed' as const, signature: aSignature() };
    county.receive(change(nurse, edited));
    county.receive(change(doctor, mine));
    const signing = doctor.changes({ unit: 'order', before: mine, after: signed });
    county.receive(signing);
    county.receive(signing);
    expect((county.document as Prescription).order).toEqual(signed);
    expect(county.openReviews()).toMatchObject([{ kept: { value: signed, deviceId: doctor.id }, losing: { value: edited, deviceId: nurse.id } }]);
  });

  it('MERGE-7 of two signatures the county\'s first stays', () => {
    const county = aMeetingPoint(draft);
    county.receive(change(doctor, signedByDoctor));
    county.receive(change(third, signedByThird));
    expect((county.document as Prescription).order).toEqual(signedByDoctor);
    expect(county.openReviews()).toMatchObject([{ reason: 'signedAlready', losing: { value: signedByThird } }]);
  });

  it('nobody takes a signature back', () => {
    const county = aMeetingPoint({ ...draft, order: signedByDoctor });
    county.receive(doctor.changes({ unit: 'order', before: signedByDoctor, after: draft.order }));
    expect((county.document as Prescription).order.state).toBe('signed');
  });
});

describe('MERGE-11 a review', () => {
  const resolve = (choice: 'keep' | 'useLosing', at: string) => ({ choice, saw: '15000008936', reason: '', signature: aSignature({ at }) });

  it('MERGE-11 keeps its first resolution, and the second beside it; a third is not lost either', () => {
    const county = aMeetingPoint(aReview());
    const [first, second, last] = [resolve('keep', '2026-03-09T10:00:00+08:00'), resolve('useLosing', '2026-03-09T11:00:00+08:00'), resolve('keep', '2026-03-09T12:00:00+08:00')];
    county.receive(nurse.changes({ unit: 'resolution', before: null, after: first }));
    const late = doctor.changes({ unit: 'resolution', before: null, after: second });
    county.receive(late);
    county.receive(late);
    expect(county.document).toMatchObject({ resolution: first, secondResolution: second });
    county.receive(third.changes({ unit: 'resolution', before: null, after: last }));
    expect(county.document).toMatchObject({ resolution: first, secondResolution: second });
    expect(county.openReviews()).toMatchObject([{ about: { kind: 'review', unit: 'resolution' }, losing: { value: last } }]);
  });

  it('MERGE-11 keeps its first resolution against one who knew it, too: it is neither replaced nor taken back', () => {
    const county = aMeetingPoint(aReview());
    const [first, second] = [resolve('keep', '2026-03-09T10:00:00+08:00'), resolve('useLosing', '2026-03-09T11:00:00+08:00')];
    county.receive(nurse.changes({ unit: 'resolution', before: null, after: first }));
    county.receive(doctor.changes({ unit: 'resolution', before: first, after: null }));
    county.receive(doctor.changes({ unit: 'resolution', before: first, after: second }));
    expect(county.document).toMatchObject({ resolution: first, secondResolution: second });
  });

  it('its losing value is amended by merging only', () => {
    const review = aReview({ losing: anAttributedValue('150') });
    const county = aMeetingPoint(review);
    county.receive(doctor.changes({ unit: 'losing', before: review.losing, after: anAttributedValue('199') }));
    expect((county.document as Review).losing).toEqual(review.losing);
  });
});

// ---- Laws, over any interleaving of three devices that went on without a line ----

const base = aPatient({ phone: 'base', allergies: { a1: anAllergy() } });
const visit = anEncounter();
const units = ['phone', 'formerName', 'insurance'] as const;
const sections = ['complaint', 'history', 'plan'] as const;
const devices = [nurse, doctor, third];

/** For each device how many times it changed each unit, in turn: every value is its own. */
const plan = (names: readonly string[]) => fc.array(fc.array(fc.constantFrom(...names), { minLength: 0, maxLength: 4 }), { minLength: 3, maxLength: 3 });
const turns = fc.array(fc.nat({ max: 2 }), { minLength: 12, maxLength: 12 });

type AnyStart = Patient | Encounter;

/** The bundles of each device, chained: each change starts from the device's own last value. */
function chains(start: AnyStart, plans: readonly (readonly string[])[]): readonly (readonly BundleOfOne[])[] {
  return plans.map((changed, at) => {
    const device = devices[at] ?? nurse;
    const own = new Map<string, unknown>();
    return changed.map((unit, step) => {
      const before = own.get(unit) ?? unitValue(start, unit);
      const after = `${at}-${unit}-${step}`;
      own.set(unit, after);
      return device.changes({ unit, before, after });
    });
  });
}

/** An order of arrival that keeps each device's own order. */
function interleave(byDevice: readonly (readonly BundleOfOne[])[], order: readonly number[]): readonly BundleOfOne[] {
  const rest = byDevice.map((bundles) => [...bundles]);
  const arrived: BundleOfOne[] = [];
  for (const at of [...order, 0, 1, 2]) {
    const next = rest[at]?.shift();
    if (next) arrived.push(next);
  }
  return [...arrived, ...rest.flat()];
}

const ends = (byDevice: readonly (readonly BundleOfOne[])[]) =>
  byDevice.flatMap((bundles) => [...new Map(bundles.map(({ changes: [change] }) => [change?.unit ?? '', change?.after]))]);

describe.each([['patient', base, units], ['encounter', visit, sections]] as const)('laws of merging a %s', (_kind, start, names) => {
  test('every value that somebody ended on stands or is the loser of exactly one open review', () => {
    fc.assert(fc.property(plan(names), turns, (plans, order) => {
      const byDevice = chains(start, plans);
      const county = aMeetingPoint(start);
      for (const bundle of interleave(byDevice, order)) county.receive(bundle);
      for (const [unit, value] of ends(byDevice)) {
        const isStanding = unitValue(county.document, unit) === value;
        const losers = county.openReviews().filter((review) => review.about.unit === unit && review.losing.value === value);
        expect([unit, value, losers.length]).toEqual([unit, value, isStanding ? 0 : 1]);
      }
    }));
  });

  test('the order of arrival does not change the facts: the same values stand or wait', () => {
    fc.assert(fc.property(plan(names), turns, turns, (plans, one, other) => {
      const byDevice = chains(start, plans);
      const facts = (order: readonly number[]) => {
        const county = aMeetingPoint(start);
        for (const bundle of interleave(byDevice, order)) county.receive(bundle);
        return names.map((unit) => [unitValue(county.document, unit), ...county.openReviews().filter((review) => review.about.unit === unit).map((review) => review.losing.value)].map(String).toSorted());
      };
      expect(facts(one)).toEqual(facts(other));
    }));
  });

  test('repeating is harmless', () => {
    fc.assert(fc.property(plan(names), turns, (plans, order) => {
      const [once, twice] = [aMeetingPoint(start), aMeetingPoint(start)];
      for (const bundle of interleave(chains(start, plans), order)) {
        once.receive(bundle);
        twice.receive(bundle);
        twice.receive(bundle);
      }
      expect([twice.document, twice.openReviews()]).toEqual([once.document, once.openReviews()]);
    }));
  });

  test('the same inputs give the same result, whatever order the open reviews are told in', () => {
    fc.assert(fc.property(plan(names), turns, (plans, order) => {
      const county = aMeetingPoint(start);
      for (const bundle of interleave(chains(start, plans), order)) {
        expect(county.merge(bundle, county.openReviews().toReversed())).toEqual(county.merge(bundle));
        county.receive(bundle);
      }
    }));
  });

  test('the merged document is always one of its kind', () => {
    fc.assert(fc.property(plan(names), turns, (plans, order) => {
      const county = aMeetingPoint(start);
      for (const bundle of interleave(chains(start, plans), order)) county.receive(bundle);
      expect(county.isValid()).toBe(true);
    }));
  });
});

test('MERGE-5 whatever comes: of every device the last text of a section stands or is its variant', () => {
  fc.assert(fc.property(plan(sections), turns, (plans, order) => {
    const byDevice = chains(visit, plans);
    const county = aMeetingPoint(visit);
    for (const bundle of interleave(byDevice, order)) county.receive(bundle);
    for (const [unit, value] of ends(byDevice)) {
      const { variants } = county.document as Encounter;
      expect([unitValue(county.document, unit), ...Object.values(variants[unit] ?? {})]).toContain(value);
    }
  }));
});

test('MERGE-3 MERGE-4 whatever comes in whatever order: every allergy that somebody added is active, and none is "none known"', () => {
  const act = fc.constantFrom('add', 'edit', 'remove', 'noneKnown');
  const acts = fc.array(act, { minLength: 3, maxLength: 3 });
  fc.assert(fc.property(acts, turns, turns, (chosen, one, other) => {
    const active = base.allergies['a1'];
    if (!active) throw new Error('no entry');
    const byDevice = chosen.map((what, at): readonly BundleOfOne[] => {
      const device = devices[at] ?? nurse;
      switch (what) {
        case 'add': return [device.changes({ unit: `allergies/new${at}`, before: null, after: anAllergy({ substance: `药${at}` }) })];
        case 'edit': return [device.changes({ unit: 'allergies/a1', before: active, after: { ...active, reaction: `反应${at}` } })];
        case 'remove': return [device.changes({ unit: 'allergies/a1', before: active, after: { ...active, status: 'refuted', statusReason: `${at}` } })];
        default: return [device.changes({ unit: 'noKnownAllergies', before: null, after: aSignature() })];
      }
    });
    const result = (order: readonly number[]) => {
      const county = aMeetingPoint(base);
      for (const bundle of interleave(byDevice, order)) county.receive(bundle);
      const { allergies, noKnownAllergies } = county.document as Patient;
      return { active: Object.keys(allergies).filter((id) => allergies[id]?.status === 'active').toSorted(), noKnownAllergies };
    };
    // "None known" may stand only where no entry is active; struck, it is asked again, and so is not kept.
    expect(result(one).active).toEqual(result(other).active);
    expect(result(one).active).toEqual(expect.arrayContaining(chosen.flatMap((what, at) => (what === 'add' ? [`new${at}`] : []))));
    expect(result(one).active.length === 0 || result(one).noKnownAllergies === null).toBe(true);
    // An edit of an active entry beats every removal; without one, a removal that everybody agrees to stands.
    expect(result(one).active.includes('a1')).toBe(chosen.includes('edit') || !chosen.includes('remove'));
  }));
});

test('ids of reviews hash document, unit and first losing bundle', () => {
  const county = aMeetingPoint(base);
  county.receive(nurse.changes({ unit: 'phone', before: 'base', after: 'N' }));
  const bundle = doctor.changes({ unit: 'phone', before: 'base', after: 'D' });
  const [one] = county.receive(bundle).reviews;
  const elsewhere = aMeetingPoint({ ...base, phone: 'other' });
  const [other] = elsewhere.receive(bundle).reviews;
  expect(one?.id).toBe(other?.id);
  expect(one?.id).not.toBe(newId());
});
