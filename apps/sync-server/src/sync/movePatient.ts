import { jsonHash } from '@lianyi/schema/basics/digest';
import type { BundleId, OrganisationId, PatientId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import { contentHash } from '@lianyi/schema/documents/contentHash';
import { patientOf } from '@lianyi/schema/documents/kinds';
import { patientMove } from '@lianyi/schema/documents/patientMove';
import type { PatientMove } from '@lianyi/schema/documents/patientMove';
import type { ExchangeStore, ExchangeTransaction } from '../store/exchangeStore.ts';
import { Draft } from './draft.ts';
import { afterMove } from './effects/afterMove.ts';
import { asPresent } from './loadHoldings.ts';
import { lockRecords } from './lockRecords.ts';
import { changesByScope, passagesOf } from './logChanges.ts';
import { writeDraft } from './writeDraft.ts';

export interface MoveAsked {
  readonly patientId: string;
  readonly toId: string;
  readonly reason: string;
}

export type Moved =
  | { readonly ok: true; readonly fromId: string; readonly documents: number; readonly scopes: readonly string[] }
  | { readonly ok: false; readonly reason: 'noSuchPatient' | 'noSuchInstitution' | 'alreadyThere' | 'invalid' };

/** The county's office moves a patient's record, as a bundle of the county's own. */
export async function movePatient(store: ExchangeStore, asked: MoveAsked, now: Date): Promise<Moved> {
  return store.transaction(async (tx) => moveIn(tx, asked, now));
}

async function moveIn(tx: ExchangeTransaction, { patientId, toId, reason }: MoveAsked, now: Date): Promise<Moved> {
  const { recordIds, linkIds, patientIds } = await lockRecords(tx, { patientIds: [], movingIds: [patientId], linkedIds: [] });
  const documents = asPresent(await tx.lockDocuments([...recordIds, ...linkIds, toId]));
  const patient = documents.get(patientId)?.document;
  const to = documents.get(toId)?.document;
  if (patient?.kind !== 'patient') return { ok: false, reason: 'noSuchPatient' };
  if (to?.kind !== 'organisation' || to.type === 'county' || to.closedOn !== null) return { ok: false, reason: 'noSuchInstitution' };
  if (patient.homeId === to.id) return { ok: false, reason: 'alreadyThere' };

  const savedAt = now.toISOString();
  const move = moveOf({ patientId: patient.id, fromId: patient.homeId, toId: to.id, reason }, now);
  if (move === null) return { ok: false, reason: 'invalid' };
  const bundleId = newId(now.getTime()) as BundleId;
  const draft = new Draft({
    documents, homes: await tx.homesOf(patientIds),
    origins: new Map(), balances: new Map(), dispensed: new Map(), dispenses: [],
  });
  draft.put(move, bundleId);
  afterMove(move, { bundleId, deviceId: null, orgId: null, by: null, at: savedAt }, bundleId, draft);
  const log = draft.accept();

  await tx.insertBundles([{
    id: bundleId, claimedId: bundleId, deviceId: null, orgId: null, personId: null, savedAt, action: 'county.move', saveNumber: null, link: null, linkHash: null, signature: null,
    bodyHash: jsonHash([[move.id, contentHash(move)]]), body: null, needs: [], outcome: 'accepted', reason: null, receipt: null, position: null,
  }]);
  await writeDraft(tx, draft);
  const byScope = changesByScope(log);
  const { firstByScope, positions } = await tx.takeNumbers(new Map([...byScope.keys()].map((scope) => [scope, 1])), 1);
  await tx.appendLog([...byScope].map(([scope, changes]) => ({ scope, number: firstByScope.get(scope) ?? 0, position: positions[0] ?? 0, bundleId, ...changes })));
  await tx.recordPassages(passagesOf(log, Object.fromEntries(firstByScope)));
  return { ok: true, fromId: patient.homeId, documents: [...documents.values()].filter(({ document }) => patientOf(document) === patientId).length, scopes: [...byScope.keys()] };
}

interface Wish {
  readonly patientId: PatientId;
  readonly fromId: OrganisationId;
  readonly toId: OrganisationId;
  readonly reason: string;
}

/** Null where the reason is none, or too long. */
function moveOf(wish: Wish, now: Date): PatientMove | null {
  const parsed = patientMove.safeParse({ id: newId(now.getTime()), kind: 'patientMove', ...wish, asked: { by: null, orgId: null, at: now.toISOString() } });
  return parsed.success ? parsed.data : null;
}
