export type DoctorCheck = 'database' | 'chain' | 'outbox' | 'receipts' | 'line' | 'county' | 'documents' | 'projections';

/** What can be wrong, as a code that the command line puts in words. */
export type Fault =
  | 'fileDamaged' | 'referencesBroken'
  | 'numbersMissing' | 'linkBroken' | 'bodyChanged' | 'notSignedHere'
  | 'heldWithoutReceipt' | 'receiptForeign'
  | 'forked' | 'unknownDevice' | 'badSignature' | 'otherEpoch' | 'beyondLog' | 'retired' | 'stolen' | 'otherVersion' | 'diskFull' | 'purged' | 'countyBusy' | 'noLine'
  | 'otherThanCounty' | 'lostByCounty' | 'unknownToCounty' | 'notMended' | 'notCompared' | 'stillFetching' | 'scopesBehind' | 'awaitsConfirmation'
  | 'contentDamaged' | 'shownWrong' | 'nobodysDocument'
  | 'projectionStale';

/** One thing that was looked at, in counts; no patient data. */
export interface Finding {
  readonly check: DoctorCheck;
  /** How much was looked at: bundles, documents, tables. */
  readonly looked: number;
  /** Null when all is whole. */
  readonly fault: Fault | null;
  readonly count: number;
  /** `mended`: by the doctor, now. `person`: somebody must act. `notDone`: it could not be looked at. */
  readonly outcome: 'whole' | 'mended' | 'person' | 'notDone';
}

const outcomes: Readonly<Record<Fault, Finding['outcome']>> = {
  fileDamaged: 'person', referencesBroken: 'person',
  numbersMissing: 'person', linkBroken: 'person', bodyChanged: 'person', notSignedHere: 'person',
  heldWithoutReceipt: 'mended', receiptForeign: 'mended',
  forked: 'person', unknownDevice: 'person', badSignature: 'person', otherEpoch: 'person', beyondLog: 'person', retired: 'person', stolen: 'person', otherVersion: 'person', diskFull: 'person', purged: 'person',
  countyBusy: 'notDone', noLine: 'notDone',
  otherThanCounty: 'mended', lostByCounty: 'mended', unknownToCounty: 'person', notMended: 'person', notCompared: 'notDone', stillFetching: 'notDone', scopesBehind: 'notDone', awaitsConfirmation: 'person',
  contentDamaged: 'person', shownWrong: 'mended', nobodysDocument: 'person',
  projectionStale: 'mended',
};

/** A check's findings: one for each fault that was met, or that all is whole. */
export function findingsOf(check: DoctorCheck, looked: number, counts: Partial<Readonly<Record<Fault, number>>>): readonly Finding[] {
  const found = (Object.entries(counts) as [Fault, number][]).filter(([, count]) => count > 0);
  if (found.length === 0) return [{ check, looked, fault: null, count: 0, outcome: 'whole' }];
  return found.map(([fault, count]) => ({ check, looked, fault, count, outcome: outcomes[fault] }));
}
