import type { ActionsState } from '@lianyi/ui';
import { encounterSections } from '@lianyi/schema/documents/encounter';
import { mayAny, type Role } from '@lianyi/schema/codes/roles';
import { useTranslation } from 'react-i18next';
import type { EncounterView } from '../../../contract/views.ts';
import { DocumentMark, usePlaceState } from '../../patient/DocumentMark.tsx';
import { useErrorWords } from '../../shell/errors.ts';
import { clockWithSeconds } from '../../format/dates.ts';
import { useFormat } from '../../format/useFormat.ts';
import { isBlocking } from '../../visit/blocking.ts';
import { rowProblems } from '../../visit/typedOrder.ts';
import { wrongVitals } from '../../visit/typedVitals.ts';
import type { PrescriptionCheck } from '../../visit/usePrescriptionCheck.ts';
import type { VisitSaving } from '../../visit/useVisitSaving.ts';
import { isDirty, pickerNames, unfinishedRows, type VisitDraft } from '../../visit/visitDrafts.ts';

export interface VisitFacts {
  readonly view: EncounterView;
  readonly draft: VisitDraft;
  readonly check: PrescriptionCheck | undefined;
  readonly saving: VisitSaving;
  readonly roles: readonly Role[] | undefined;
}

/** What stops signing, in words, the most pressing first. */
export function useBlockers({ view, draft, check, roles }: VisitFacts): readonly string[] {
  const { t } = useTranslation('encounters');
  const { order, typed, leftovers, errors, stale } = draft;
  const alerts = check?.result.alerts.filter((alert) => isBlocking(alert, order)).length ?? 0;
  const wrong = wrongVitals(typed.vitals).length;
  const unwritten = unfinishedRows(draft).length;
  const isRowWrong = order.items.some((item) => rowProblems(item).length > 0) || draft.refusedRows.some(({ item }) => order.items.includes(item));
  const wordsOf = useErrorWords('encounters');
  // What the host says is about what is on the disk; a diagnosis just typed is not there yet.
  const signBlockers = view.signBlockers.filter(({ code }) => code !== 'diagnosisMissing' || typed.diagnoses.length === 0);
  const isSection = (field: string) => encounterSections.some((name) => field.startsWith(name));
  return [
    ...roles !== undefined && !mayAny(roles, order.items.length > 0 ? 'prescription.sign' : 'encounter.sign') ? [t('blocker.role')] : [],
    ...stale === null ? [] : [t('blocker.stale')],
    ...alerts > 0 ? [t('blocker.alerts', { count: alerts })] : [],
    ...wrong > 0 ? [t('blocker.vitals', { count: wrong })] : [],
    ...unwritten > 0 ? [t(isRowWrong ? 'blocker.wrongRows' : 'blocker.rows', { count: unwritten })] : [],
    ...pickerNames.filter((picker) => leftovers[picker].trim() !== '').map((picker) => t(`blocker.notChosen.${picker}`, { text: leftovers[picker].trim() })),
    ...errors.some(({ field }) => isSection(field)) ? [t('blocker.tooLong')] : [],
    ...signBlockers.map(wordsOf),
  ];
}

/** The foot of the visit: when the draft reached the disk, and what stops signing. */
export function useVisitStates(facts: VisitFacts, blockers: readonly string[]): readonly ActionsState[] {
  const { t } = useTranslation('encounters');
  const format = useFormat();
  const { view: { encounter, place }, draft, saving } = facts;
  const atCounty = usePlaceState(place);
  if (encounter.progress.state !== 'draft') {
    const { at } = encounter.progress.signature;
    return [{ id: 'signed', icon: 'lock', tone: 'ok', text: t('signedAt', { when: format.moment(at) }) }, atCounty];
  }
  const words = format.sentences(blockers);
  return [
    savedState(),
    // What does not fit into the foot is cut; the whole is told where the pointer rests, and read out.
    ...blockers.length === 0 ? [] : [{ id: 'blocked', icon: 'stop', tone: 'danger', text: <span title={words}>{words}</span> } as const],
  ];

  function savedState(): ActionsState {
    if (saving.hasFailed) return { id: 'saved', icon: 'stop', tone: 'danger', text: t('notSaved') };
    // A vital sign that cannot be one stays on the screen alone.
    if (wrongVitals(draft.typed.vitals).length > 0) return { id: 'saved', icon: 'warn', tone: 'warn', text: t('vitalsNotSaved', { clock: clockWithSeconds(draft.savedAt) }) };
    if (isDirty(draft) && (draft.stale !== null || draft.errors.length > 0)) return { id: 'saved', icon: 'warn', tone: 'warn', text: t('partlySaved', { clock: clockWithSeconds(draft.savedAt) }) };
    if (isDirty(draft)) return { id: 'saved', icon: 'edit', text: t(saving.isSaving ? 'saving' : 'unsaved') };
    return { id: 'saved', icon: 'ok', tone: 'ok', text: <>{t('draftSaved', { clock: clockWithSeconds(draft.savedAt) })} <DocumentMark place={place} isSavedSaid /></> };
  }
}
