import type { ActionsState } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { DispensePlan } from '../../../contract/views.ts';
import { useSavedState } from '../../shell/useSavedState.tsx';
import { isBadStanding, linesToDispense, lotsOf, remainingOf, standingOf, takenOf, type Allocation } from './allocation.ts';
import type { Payment } from './useDispense.ts';

export interface PlanFacts {
  readonly plan: DispensePlan;
  readonly allocation: Allocation;
  readonly missingChecks: number;
  readonly payment: Payment | null;
  readonly savedAt: string | null;
  readonly isOpen: boolean;
}

/** The foot of the page: what still keeps the drugs here, in words. */
export function usePlanStates({ plan, allocation, missingChecks, payment, savedAt, isOpen }: PlanFacts): { readonly states: readonly ActionsState[]; readonly isReady: boolean } {
  const { t } = useTranslation('dispensing');
  const saved = useSavedState();
  if (!isOpen) return { states: saved, isReady: false };
  const standings = plan.lines.flatMap((line) => lotsOf(line, allocation)).map(standingOf);
  const short = standings.filter((standing) => standing === 'moreThanKnown').length;
  const bad = standings.filter(isBadStanding).length - short;
  const tooMuch = plan.lines.filter((line) => takenOf(line, allocation) > remainingOf(line)).length;
  const nothing = linesToDispense(plan, allocation).length === 0;
  const partly = plan.lines.filter((line) => takenOf(line, allocation) < remainingOf(line)).length;
  const missing = [
    ...bad > 0 ? [t('missing.quantities', { count: bad })] : [],
    ...short > 0 ? [t('missing.short', { count: short })] : [],
    ...tooMuch > 0 ? [t('missing.tooMuch', { count: tooMuch })] : [],
    ...nothing ? [t('missing.nothing')] : [],
    ...missingChecks > 0 ? [t('missing.checks', { count: missingChecks })] : [],
    ...payment === null ? [t('missing.payment')] : [],
  ];
  const isWrong = bad + short + tooMuch > 0;
  const states: ActionsState[] = missing.length === 0
    ? [{ id: 'ready', icon: 'ok', tone: 'ok', text: savedAt === null ? t('ready') : t('readyForRest') }]
    : [{ id: 'missing', icon: isWrong ? 'stop' : 'info', tone: isWrong ? 'danger' : 'info', text: t('stillMissing', { what: missing.join(t('comma')) }) }];
  if (partly > 0 && !nothing) states.push({ id: 'partly', icon: 'warn', tone: 'warn', text: t('partly', { count: partly }) });
  return { states, isReady: missing.length === 0 };
}
