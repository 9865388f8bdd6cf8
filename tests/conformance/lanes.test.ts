import fc from 'fast-check';
import { jsonHash } from '@lianyi/schema/basics/digest';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import type { Patient } from '@lianyi/schema/documents/patient';
import type { Prescription } from '@lianyi/schema/documents/prescription';
import type { Submission } from '@lianyi/schema/wire/exchange';
import { laneOf } from '@lianyi/desktop/host/chart/urgency';
import { allergiesFollowed } from '@lianyi/desktop/host/features/patients/change/changePatient';
import type { NewWrite, WritesToSave } from '@lianyi/desktop/host/replica/replica';
import { aDispenseOf } from '@lianyi/tests/builders/aDispense';
import { aPatient, anAllergy, aSignature } from '@lianyi/tests/builders/aPatient';
import { aPrescription } from '@lianyi/tests/builders/aPrescription';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import { aLot } from '@lianyi/tests/builders/aStockMove';
import { describe, expect, test } from 'vitest';
import type { KnownBundle } from '@lianyi/sync-server/store/bundles';
import type { Device } from '@lianyi/sync-server/store/devices';
import { Draft } from '@lianyi/sync-server/sync/draft';
import { judgeAll } from '@lianyi/sync-server/sync/judgeAll';
import type { DevicePermission } from '@lianyi/sync-server/sync/permission';
import type { ReadSubmission } from '@lianyi/sync-server/sync/readSubmission';
import { readSubmission } from '@lianyi/sync-server/sync/readSubmission';

const acts = ['phone', 'noneKnown', 'findAllergy', 'refuteAllergy', 'draft', 'edit', 'sign', 'dispense', 'stop'] as const;
type Act = (typeof acts)[number];

/** What one PC does with a patient and their prescription, as the features do it: allergies and stops are urgent. */
class Work {
  readonly clinic: TestReplica = aReplica();
  readonly #patient = aPatient();
  readonly #prescription = aPrescription({ patientId: this.#patient.id, order: { state: 'draft', signature: null } });
  #dispenses: readonly { readonly id: string }[] = [];
  #made = 0;

  constructor() {
    this.#save({ writes: [{ op: 'create', document: this.#patient }] });
  }

  do(act: Act): void {
    this.#made += 1;
    const patient = this.clinic.replica.document('patient', this.#patient.id);
    const prescription = this.clinic.replica.document('prescription', this.#prescription.id);
    const decided = patient && this.#decide(act, patient, prescription);
    if (decided) this.#save(decided);
  }

  #decide(act: Act, patient: Patient, prescription: Prescription | undefined): WritesToSave | null {
    const change = (document: AnyDocument, unit: string, before: unknown, after: unknown): NewWrite => ({ op: 'change', kind: document.kind, id: document.id, changes: [{ unit, before, after }] });
    const onPatient = (unit: string, before: unknown, after: unknown): WritesToSave => {
      const writes = [change(patient, unit, before, after)];
      return { writes, lane: laneOf(writes), follows: allergiesFollowed(patient.id, [{ unit, before, after }]) };
    };
    const [entryId, entry] = Object.entries(patient.allergies).find(([, { status }]) => status === 'active') ?? [];
    switch (act) {
      case 'phone':
        return onPatient('phone', patient.phone, `1380000${String(this.#made).padStart(4, '0')}`);
      case 'noneKnown':
        return entry || patient.noKnownAllergies ? null : onPatient('noKnownAllergies', null, aSignature());
      case 'findAllergy':
        return onPatient(`allergies/a${this.#made}`, null, anAllergy());
      case 'refuteAllergy':
        return entry ? onPatient(`allergies/${entryId ?? ''}`, entry, { ...entry, status: 'refuted', statusReason: '皮试阴性' }) : null;
      case 'draft':
        return prescription ? null : { writes: [{ op: 'create', document: this.#prescription }] };
      case 'edit':
        return prescription?.order.state === 'draft' ? { writes: [change(prescription, 'order', prescription.order, { ...prescription.order, supplyReason: `慢性病 ${this.#made}` })] } : null;
      case 'sign':
        return prescription?.order.state === 'draft' ? { writes: [change(prescription, 'order', prescription.order, { ...prescription.order, state: 'signed', signature: aSignature() })] } : null;
      case 'dispense': {
        if (prescription?.order.state !== 'signed' || prescription.stopped || this.#dispenses.length >= 2) return null;
        const { dispense, move } = aDispenseOf(prescription, aLot(), 5);
        this.#dispenses = [...this.#dispenses, { id: dispense.id }];
        return { writes: [{ op: 'create', document: dispense }, { op: 'create', document: move }] };
      }
      case 'stop':
        if (prescription?.order.state !== 'signed' || prescription.stopped) return null;
        return { lane: 'urgent', follows: [{ id: prescription.id }, ...this.#dispenses], writes: [change(prescription, 'stopped', null, { signature: aSignature(), reason: '皮疹' })] };
    }
  }

  #save(decided: WritesToSave): void {
    const saved = this.clinic.replica.save('tests.save', this.clinic.actor, () => decided);
    if (!saved.ok) throw new Error(JSON.stringify(saved));
  }

  /** The bundles as they were saved, read as the county reads them. */
  submissions(): readonly ReadSubmission[] {
    const { replica } = this.clinic;
    const key = JSON.parse(replica.get<{ value: string }>("SELECT value FROM meta WHERE name = 'deviceKey'")?.value ?? '{}') as { publicKey: string };
    const device: Device = { id: replica.identity.deviceId, orgId: replica.identity.orgId, name: '', publicKey: key.publicKey, status: 'active', awaitsConfirmation: false, formerIds: [] };
    return replica
      .all<{ lane: 'routine' | 'urgent'; link_number: number; link_previous: string | null; body: string; signature: string }>('SELECT lane, link_number, link_previous, body, signature FROM bundle ORDER BY save_number')
      .map((row): Submission => ({ body: JSON.parse(row.body) as unknown, link: { lane: row.lane, number: row.link_number, previous: row.link_previous }, signature: row.signature }))
      .map((submission) => readSubmission(submission, device, new Set([this.clinic.county.epoch])));
  }
}

const mayAll: DevicePermission = { mayPush: true, mayPull: true, scopes: { has: () => true } as unknown as ReadonlySet<string>, pullScopes: new Set(), mayActFor: () => true, mayDo: () => true, drugBeyondRights: () => null };

/** Judges requests one after the other, as the county does; what needs something that has not come waits for it. */
function judged(requests: readonly (readonly ReadSubmission[])[]): { readonly documents: ReadonlyMap<string, AnyDocument>; readonly outcomes: readonly string[]; readonly waited: number } {
  const draft = new Draft({ documents: new Map(), origins: new Map(), balances: new Map(), dispensed: new Map(), dispenses: [], homes: new Map() });
  const known = new Map<string, KnownBundle>();
  let inNeed: readonly ReadSubmission[] = [];
  let waited = 0;
  for (const next of requests) {
    const ended = judgeAll({
      deviceId: 'one', next, inNeed, quarantined: [], known, draft, permission: mayAll, verdict: null,
      hears: { bundle: () => undefined, alarm: (what) => { throw new Error(what); }, bug: (error) => { throw error; } },
    });
    for (const { submission, outcome, reason } of ended) known.set(submission.claimedId, { deviceId: 'one', linkHash: submission.linkHash, bodyHash: submission.bodyHash, outcome, reason, receipt: null, correctedBy: null });
    inNeed = ended.filter(({ outcome }) => outcome === 'waiting').map(({ submission }) => submission);
    waited += inNeed.length;
  }
  return { documents: new Map(draft.changes().documents.map(({ id, held }) => [id, held.document])), outcomes: [...known.values()].map(({ outcome }) => outcome), waited };
}

/** Both lanes in their order, woven together by `choices` and cut into requests. */
function woven(submissions: readonly ReadSubmission[], choices: readonly { readonly isUrgent: boolean; readonly isCut: boolean }[]): readonly (readonly ReadSubmission[])[] {
  const lanes = { routine: submissions.filter(({ link }) => link.lane === 'routine'), urgent: submissions.filter(({ link }) => link.lane === 'urgent') };
  const requests: ReadSubmission[][] = [[]];
  for (let at = 0; lanes.routine.length + lanes.urgent.length > 0; at += 1) {
    const { isUrgent, isCut } = choices[at % choices.length] ?? { isUrgent: true, isCut: true };
    const taken = (isUrgent ? lanes.urgent.shift() : lanes.routine.shift()) ?? lanes.routine.shift() ?? lanes.urgent.shift();
    if (taken) requests.at(-1)?.push(taken);
    if (isCut) requests.push([]);
  }
  return requests;
}

describe('SYNC-4 SYNC-20 two lanes', () => {
  test('SYNC-20 in whatever order the two lanes come, and however they are cut, the county ends where the order of saving leads', { timeout: 120_000 }, () => {
    let waits = 0;
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...acts), { minLength: 3, maxLength: 30, size: 'max' }),
        fc.array(fc.record({ isUrgent: fc.boolean(), isCut: fc.boolean() }), { minLength: 1, maxLength: 12, size: 'max' }),
        (done, choices) => {
          const work = new Work();
          try {
            for (const act of ['draft', 'sign', ...done] as const) work.do(act);
            const submissions = work.submissions();
            const inOrder = judged([submissions]);
            const anyhow = judged(woven(submissions, choices));
            expect(new Set(inOrder.outcomes)).toEqual(new Set(['accepted']));
            // "None known" that comes after the allergy that struck it is merged: struck all the same.
            expect(anyhow.outcomes.filter((outcome) => outcome !== 'accepted' && outcome !== 'merged')).toEqual([]);
            expect(sorted(anyhow.documents)).toEqual(sorted(inOrder.documents));
            waits += anyhow.waited;
          } finally {
            work.clinic.close();
          }
        },
      ),
      { numRuns: 80 },
    );
    expect(waits).toBeGreaterThan(50);
  });

  test('SYNC-20 an urgent bundle whose needs have not come waits, and is judged when they have', () => {
    const work = new Work();
    work.do('draft');
    work.do('sign');
    work.do('stop');
    const submissions = work.submissions();
    const [urgent] = submissions.filter(({ link }) => link.lane === 'urgent');
    const routine = submissions.filter(({ link }) => link.lane === 'routine');
    expect(urgent?.body?.needs).toHaveLength(2);
    expect(judged([urgent ? [urgent] : [], routine.slice(0, 2)]).outcomes).toEqual(['waiting', 'accepted', 'accepted']);
    const { documents, outcomes } = judged([urgent ? [urgent] : [], routine.slice(0, 2), routine.slice(2)]);
    expect(outcomes).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
    expect([...documents.values()].find(({ kind }) => kind === 'prescription')).toMatchObject({ order: { state: 'signed' }, stopped: { reason: '皮疹' } });
    work.clinic.close();
  });

  test('SYNC-20 save numbers are common to both lanes, links are counted in each', () => {
    const work = new Work();
    for (const act of ['findAllergy', 'phone', 'findAllergy', 'phone'] as const) work.do(act);
    expect(work.submissions().map(({ body, link }) => [body?.saveNumber, link.lane, link.number])).toEqual([
      [1, 'routine', 1], [2, 'urgent', 1], [3, 'routine', 2], [4, 'urgent', 2], [5, 'routine', 3],
    ]);
    expect(new Set(work.submissions().map(({ linkHash }) => jsonHash(linkHash))).size).toBe(5);
    work.clinic.close();
  });
});

const sorted = (documents: ReadonlyMap<string, AnyDocument>): readonly AnyDocument[] => [...documents.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
