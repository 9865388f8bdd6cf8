import { newId } from '@lianyi/schema/basics/ids';
import { aCaller } from '@lianyi/tests/builders/aCaller';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { anOrganisation, aPerson } from '@lianyi/tests/builders/anOrganisation';
import { aPatient, aSignature, testPersonId } from '@lianyi/tests/builders/aPatient';
import { catalogueProducts } from '@lianyi/tests/builders/aProduct';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import { anAttributedValue, aReview } from '@lianyi/tests/builders/aReview';
import { aLot, aStockMove } from '@lianyi/tests/builders/aStockMove';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';

const now = new Date('2026-03-09T06:30:00Z');
const patient = aPatient({ phone: '13800004127' });
const about = { kind: 'patient', id: patient.id, unit: 'phone' };

let clinic: TestReplica;
let host: ReturnType<typeof aCaller>;
beforeEach(() => {
  clinic = aReplica({ now: () => now });
  host = aCaller(clinic, { now: () => now });
  clinic.pull(anOrganisation(), aPerson(), patient);
});
afterEach(() => { clinic.close(); });

const phoneReview = () => aReview({ patientId: patient.id, about, losing: anAttributedValue('15000008936', { deviceId: clinic.identity.deviceId, at: '2026-03-06T09:12:00+08:00' }) });
/** Resolves as the page does: having looked at both values just before. */
const resolve = async (reviewId: string, choice: 'keep' | 'useLosing' | 'both' | 'seen', saw: unknown = '15000008936', reason = '问过本人') =>
  host.reviews.resolve({ reviewId, choice, saw, present: (await host.reviews.get({ reviewId }))?.present?.value, reason });
const bundles = () => clinic.replica.get<{ n: number }>('SELECT count(*) AS n FROM bundle')?.n ?? 0;
const phone = () => clinic.replica.document('patient', patient.id)?.phone;

describe('what is waiting', () => {
  it('lists open reviews, and those resolved in the last week', async () => {
    const open = phoneReview();
    const done = (at: string) => aReview({ patientId: patient.id, about, resolution: { choice: 'keep', saw: '15000008936', reason: '', signature: aSignature({ at }) } });
    clinic.pull(open, done('2026-03-05T09:00:00+08:00'), done('2026-02-20T09:00:00+08:00'));
    const list = await host.reviews.list();
    expect(list.open).toMatchObject([{ review: { id: open.id }, patientName: '张素芬', sex: 'female', ageYears: 67, product: null }]);
    expect(list.resolved).toHaveLength(1);
    expect((await host.reviews.get({ reviewId: open.id }))?.banner?.openReviews).toBe(1);
  });

  it('tells what happened, oldest first, and whose it was', async () => {
    const review = phoneReview();
    clinic.pull(review);
    expect(await host.reviews.get({ reviewId: review.id })).toMatchObject({
      isThisPc: true, staffNames: { [testPersonId]: '吴明礼' }, staffRoles: { [testPersonId]: 'villageDoctor' }, orgNames: { [review.kept.orgId ?? '']: '青石坪村卫生室' },
      events: [
        { at: '2026-03-06T09:12:00+08:00', what: 'changedHere', value: '15000008936', by: '吴明礼' },
        { at: '2026-03-06T14:20:00+08:00', what: 'changedThere', value: '13800004127' },
        // It was opened with the time of a save, maybe one without a line: no time at which the county saw it.
        { at: null, what: 'met' },
      ],
    });
    expect(await host.reviews.get({ reviewId: newId() })).toBeNull();
  });

  it('names the product of an alert about a lot, and what it is counted in', async () => {
    const move = aStockMove({ quantity: -10, reason: 'dispense' });
    clinic.pull(...catalogueProducts(), move, aReview({ reason: 'negativeBalance', patientId: null, about: { kind: 'stockMove', id: move.id, unit: null }, kept: anAttributedValue({ lot: aLot(), balance: 4 }), losing: anAttributedValue({ lot: aLot(), quantity: -10, balance: -6 }) }));
    expect((await host.reviews.list()).open).toMatchObject([{ product: { name: '氨溴索片', unit: '片', packUnit: '盒', packSize: 20 }, patientName: null }]);
  });
});

describe('resolving', () => {
  it('keeps what stands', async () => {
    const review = phoneReview();
    clinic.pull(review);
    expect(await resolve(review.id, 'keep', '15000008936', '打过电话')).toMatchObject({ ok: true });
    expect(phone()).toBe('13800004127');
    expect(clinic.replica.document('review', review.id)?.resolution).toMatchObject({ choice: 'keep', saw: '15000008936', reason: '打过电话', signature: { by: testPersonId } });
  });

  it('takes the losing value: resolution and change in one save', async () => {
    const review = phoneReview();
    clinic.pull(review);
    expect(await resolve(review.id, 'useLosing')).toMatchObject({ ok: true });
    expect([phone(), bundles(), (await host.reviews.list()).open]).toEqual(['15000008936', 1, []]);
  });

  it('keeps both telephones: the losing one becomes the contact\'s', async () => {
    const review = phoneReview();
    clinic.pull(review);
    expect(await resolve(review.id, 'both')).toMatchObject({ ok: true });
    expect(clinic.replica.document('patient', patient.id)).toMatchObject({ phone: '13800004127', contact: { name: '家属', phone: '15000008936' } });
  });

  it('does not lose a contact\'s other number for it', async () => {
    const review = phoneReview();
    clinic.pull(review, { ...patient, contact: { name: '龙德明', relation: '儿子', phone: '13900001111' } });
    expect(await resolve(review.id, 'both')).toEqual({ ok: false, errors: [{ field: 'choice', code: 'contactTaken', values: { phone: '13900001111' } }] });
    clinic.pull({ ...patient, contact: { name: '龙德明', relation: '儿子', phone: '' } });
    expect(await resolve(review.id, 'both')).toMatchObject({ ok: true });
    expect(clinic.replica.document('patient', patient.id)?.contact).toEqual({ name: '龙德明', relation: '儿子', phone: '15000008936' });
  });

  it('pressed twice is resolved once; another choice comes too late', async () => {
    const review = phoneReview();
    clinic.pull(review);
    await resolve(review.id, 'useLosing');
    expect(await resolve(review.id, 'useLosing')).toMatchObject({ ok: true });
    expect(await resolve(review.id, 'keep')).toEqual({ ok: false, errors: [{ field: '', code: 'alreadyResolved' }] });
    expect(bundles()).toBe(1);
  });

  it('refuses a losing value that was amended after the person looked', async () => {
    const review = phoneReview();
    clinic.pull(review, { ...review, losing: { ...review.losing, value: '15900000000' } });
    expect(await resolve(review.id, 'useLosing')).toEqual({ ok: false, errors: [{ field: 'saw', code: 'stale' }] });
  });

  it('MERGE-24 shows the value that is in use now, and takes the other instead of it', async () => {
    const review = phoneReview();
    clinic.pull(review);
    clinic.save([{ op: 'change', kind: 'patient', id: patient.id, changes: [{ unit: 'phone', before: '13800004127', after: '13700000000' }] }], 'patients.change');
    const shown = await host.reviews.get({ reviewId: review.id });
    expect(shown).toMatchObject({ review: { kept: { value: '13800004127' } }, present: { value: '13700000000', by: testPersonId, deviceId: clinic.identity.deviceId }, staffNames: { [testPersonId]: '吴明礼' } });
    expect(shown?.events.at(-1)).toMatchObject({ what: 'changedSince', value: '13700000000', by: '吴明礼' });
    expect(await resolve(review.id, 'useLosing')).toMatchObject({ ok: true });
    const resolved = clinic.replica.get<{ body: string }>('SELECT body FROM bundle ORDER BY save_number DESC LIMIT 1');
    expect(JSON.parse(resolved?.body ?? '{}')).toMatchObject({ writes: [{ kind: 'review' }, { kind: 'patient', changes: [{ unit: 'phone', before: '13700000000', after: '15000008936' }] }] });
    expect([phone(), (await host.reviews.list()).open]).toEqual(['15000008936', []]);
  });

  it('MERGE-24 keeps the value that is in use now, also one that came from elsewhere', async () => {
    const review = phoneReview();
    clinic.pull(review, { ...patient, phone: '13700000000' });
    expect((await host.reviews.get({ reviewId: review.id }))?.present).toMatchObject({ value: '13700000000', by: null, at: null });
    expect(await resolve(review.id, 'keep')).toMatchObject({ ok: true });
    expect(phone()).toBe('13700000000');
  });

  test.each(['keep', 'useLosing', 'both'] as const)('MERGE-24 refuses %s against a value that nobody has looked at', async (choice) => {
    const review = phoneReview();
    clinic.pull(review, { ...patient, phone: '13700000000' });
    expect(await host.reviews.resolve({ reviewId: review.id, choice, saw: '15000008936', present: '13800004127', reason: '问过本人' })).toEqual({ ok: false, errors: [{ field: 'present', code: 'changedSince' }] });
    expect([phone(), bundles()]).toEqual(['13700000000', 0]);
  });

  it('has nothing to write where the other value is in use already', async () => {
    const review = phoneReview();
    clinic.pull(review, { ...patient, phone: '15000008936' });
    expect(await resolve(review.id, 'both')).toMatchObject({ ok: true });
    expect(clinic.replica.document('patient', patient.id)).toMatchObject({ phone: '15000008936', contact: patient.contact });
  });

  test.each([
    ['an alert', { reason: 'overDispensed', about: { kind: 'prescription', id: newId(), unit: null } }, 'useLosing'],
    ['a signed record', { reason: 'signedAlready', about: { kind: 'encounter', id: newId(), unit: 'history' } }, 'useLosing'],
    ['a whole that was refused', { reason: 'invalidMerge', about: { ...about, unit: null } }, 'both'],
    ['an address, both of it', { about: { ...about, unit: 'address' } }, 'both'],
    ['two values, merely seen', { about }, 'seen'],
  ] as const)('offers no such choice for %s', async (_title, parts, choice) => {
    const review = aReview({ patientId: patient.id, ...parts });
    clinic.pull(review);
    expect(await resolve(review.id, choice)).toMatchObject({ ok: false, errors: [{ field: 'choice', code: 'notOffered' }] });
  });

  it('closes an alert that somebody has seen', async () => {
    const review = aReview({ reason: 'overDispensed', about: { kind: 'prescription', id: newId(), unit: null }, losing: anAttributedValue({ itemNo: 1, ordered: 15, dispensed: 30 }) });
    clinic.pull(review);
    expect(await resolve(review.id, 'seen', { dispensed: 30, ordered: 15, itemNo: 1 })).toMatchObject({ ok: true });
  });

  it('takes a losing section of a visit that is still a draft', async () => {
    const visit = anEncounter({ patientId: patient.id, history: '县里的' });
    const review = aReview({ patientId: patient.id, about: { kind: 'encounter', id: visit.id, unit: 'history' }, kept: anAttributedValue('县里的'), losing: anAttributedValue('本机的') });
    clinic.pull(visit, review);
    expect(await resolve(review.id, 'useLosing', '本机的')).toMatchObject({ ok: true });
    expect(clinic.replica.document('encounter', visit.id)?.history).toBe('本机的');
  });

  it('says what is wrong with the rest', async () => {
    const review = phoneReview();
    clinic.pull(review);
    expect(await resolve(newId(), 'keep')).toMatchObject({ ok: false, errors: [{ code: 'notFound' }] });
    expect(await resolve(review.id, 'keep', '15000008936', '长'.repeat(301))).toMatchObject({ ok: false, errors: [{ field: 'reason', code: 'tooLong' }] });
    await expect(aCaller(clinic, { role: 'storeKeeper' }).reviews.resolve({ reviewId: review.id, choice: 'keep', saw: null, present: null, reason: '' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

it('MERGE-23 asks for a reason from who takes a side, and for none from who has only seen it', async () => {
  const review = phoneReview();
  const alert = aReview({ reason: 'signedAlready', patientId: patient.id, about });
  clinic.pull(review, alert);
  expect(await resolve(review.id, 'keep', '15000008936', ' ')).toEqual({ ok: false, errors: [{ field: 'reason', code: 'required' }] });
  expect(await resolve(alert.id, 'seen', alert.losing.value, '')).toMatchObject({ ok: true });
});

it('shows the bundles that the county keeps in quarantine, with the patient they are about', async () => {
  clinic.save([{ op: 'change', kind: 'patient', id: patient.id, changes: [{ unit: 'phone', before: '13800004127', after: '13900000000' }] }], 'patients.change');
  const [submission] = clinic.replica.submissions(10, 1_000_000);
  if (!submission) throw new Error('nothing to submit');
  clinic.replica.apply({ epoch: clinic.county.epoch, scopes: [...clinic.scopes], receipts: [clinic.county.receipt(submission, 'quarantined')], page: clinic.county.puts([], clinic.scopes) });
  expect(await host.reviews.quarantined()).toMatchObject([{ action: 'patients.change', reason: 'invalid', patientId: patient.id, patientName: '张素芬' }]);
});
