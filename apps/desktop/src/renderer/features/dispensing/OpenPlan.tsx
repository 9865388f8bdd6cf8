import { Columns, Page, PageHead, Badge, useEnterAsTab, type RiskLine } from '@lianyi/ui';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DispensePlan } from '../../../contract/views.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useGo } from '../../navigation/useNavigation.ts';
import { isComing } from '../../patient/NotHereYet.tsx';
import { PageFrame, type PageAction } from '../../shell/PageFrame.tsx';
import { PatientBannerBar } from '../../shell/PatientBannerBar.tsx';
import { useMayDo } from '../../shell/person.ts';
import { diagnosisText } from '../../i18n/catalogueWords.ts';
import { addLot, changeLot, lotsOf, shortLot, type Allocation, type LotPlace } from './allocation.ts';
import { Counsel } from './Counsel.tsx';
import { emptyDispense, useDispenseDraft } from './dispenseDrafts.ts';
import { checks, FourChecks } from './FourChecks.tsx';
import { LotDialog } from './LotDialog.tsx';
import { LotTable } from './LotTable.tsx';
import { PlanSide } from './PlanSide.tsx';
import { PlanNotice } from './PlanNotice.tsx';
import { paymentOf } from './payment.ts';
import { useDispense } from './useDispense.ts';
import { usePlanStates } from './usePlanStates.ts';

export function OpenPlan({ plan }: { readonly plan: DispensePlan }) {
  const { t } = useTranslation('dispensing');
  const format = useFormat();
  const go = useGo();
  const page = useRef<HTMLDivElement>(null);
  const [{ allocation, ticked, payment: chosen, checkedBy }, change] = useDispenseDraft(plan.prescriptionId);
  const payment = paymentOf(chosen, plan.earlier);
  const [place, setPlace] = useState<LotPlace | null>(null);
  const [isChoosing, setChoosing] = useState(false);
  const mayDispense = useMayDo('dispense');
  const waits = plan.state === 'waiting' || plan.state === 'partly';
  const isOpen = waits && mayDispense;
  const { dispense, isBusy, refusal, savedAt } = useDispense(plan);
  const { states, isReady } = usePlanStates({ plan, allocation, missingChecks: checks.length - ticked.length, payment, savedAt, isOpen });
  useEnterAsTab(page);

  const setLots = (itemNo: number, lots: Allocation[number] | undefined) => {
    if (lots !== undefined) change((draft) => ({ allocation: { ...draft.allocation, [itemNo]: lots } }));
  };
  const current = place ?? { itemNo: plan.lines.find((line) => line.lots.length > 0 || line.choices.length > 0)?.itemNo ?? 0, at: 0 };
  const lineOfPlace = plan.lines.find(({ itemNo }) => itemNo === current.itemNo);
  const tickNext = () => { change((draft) => { const next = checks.find((name) => !draft.ticked.includes(name)); return next === undefined ? {} : { ticked: [...draft.ticked, next] }; }); };

  const finish = async () => {
    if (!await dispense({ allocation, payment, checkedBy })) return;
    // What is still owed is another act, with checks of its own, and paid as this one.
    change(() => ({ allocation: {}, ticked: [], payment: null }));
  };

  const actions: readonly PageAction[] = isOpen ? [
    { id: 'back', label: t('action.queue'), keys: 'Esc', onPress: () => { go({ name: 'dispense' }); } },
    { id: 'lot', label: t('action.lot'), keys: 'F4', onPress: () => { if (lineOfPlace !== undefined) setChoosing(true); } },
    { id: 'check', label: t('action.check'), keys: 'F6', onPress: tickNext, isDisabled: ticked.length === checks.length },
    { id: 'pay', label: t('action.pay'), keys: 'F7', onPress: () => { page.current?.querySelector<HTMLElement>('.pays .radio:checked, .pays .radio')?.focus(); } },
    { id: 'print', label: t('action.print'), keys: 'Ctrl P', onPress: () => { go({ name: 'slip', prescriptionId: plan.prescriptionId }); } },
    { id: 'dispense', label: t('action.dispense'), keys: 'F8', isPrimary: true, isDisabled: !isReady || isBusy, onPress: () => { void finish(); } },
  ] : [
    { id: 'queue', label: t('action.queue'), keys: 'Esc', onPress: () => { go({ name: 'dispense' }); } },
    { id: 'print', label: t('action.print'), keys: 'Ctrl P', onPress: () => { go({ name: 'slip', prescriptionId: plan.prescriptionId }); } },
    { id: 'today', label: t('action.today'), keys: 'F8', isPrimary: true, onPress: () => { go({ name: 'today' }); } },
  ];
  const diagnoses = plan.diagnoses.map(({ code, text }) => `${code} ${diagnosisText({ code, text })}`.trim()).join(' · ');
  const lines: readonly RiskLine[] = [
    { label: t('diagnosis'), text: diagnoses === '' ? '—' : diagnoses },
    { label: t('problems'), text: plan.banner.problems.map(diagnosisText).join(' · ') || '—' },
  ];

  return (
    <PageFrame title={t('title')} head={<PatientBannerBar banner={plan.banner} lines={lines} />} states={states} actions={actions}>
      <Columns template="minmax(0, 1fr) 348px" className="disp" ref={page}>
        <Page {...!isOpen && { tabIndex: 0, role: 'region', 'aria-label': t('title') }}>
          <PageHead title={t('title')} sub={t('number', { number: plan.number })}
            note={[t('signedBy', { name: plan.signedBy, when: format.moment(plan.signedAt) }), t(`type.${plan.type}`), plan.validUntil <= format.today ? t('validToday') : t('validUntil', { day: format.shortDate(plan.validUntil) })].join(' · ')}
            more={isComing(plan.banner) ? <Badge tone="warn" icon="warn">{t('auditedPartly')}</Badge> : <Badge tone="ok" icon="ok">{t('audited')}</Badge>} />
          <PlanNotice plan={plan} refusal={refusal} short={isOpen ? shortLot(plan, allocation) : null} savedAt={savedAt} isOnlyToRead={waits && !mayDispense} />
          <LotTable plan={plan} allocation={allocation} isReadOnly={!isOpen} place={place} onPlace={setPlace}
            onType={(itemNo, at, typed) => {
              const line = plan.lines.find((candidate) => candidate.itemNo === itemNo);
              setLots(itemNo, line && lotsOf(line, allocation).map((entry, index) => (index === at ? { ...entry, typed } : entry)));
            }} />
          {isOpen && <FourChecks ticked={ticked} onChange={(now) => { change(() => ({ ticked: now })); }} checkedBy={checkedBy} onCheckedBy={(personId) => { change(() => ({ checkedBy: personId })); }} />}
          <Counsel plan={plan} />
        </Page>
        <PlanSide plan={plan} allocation={allocation} payment={payment} onPayment={(now) => { change(() => ({ payment: now })); }} onOwnerChange={(ownerId) => { change(() => ({ ...emptyDispense, ownerId })); }} isOpen={isOpen} />
      </Columns>
      {isChoosing && lineOfPlace !== undefined && (
        <LotDialog line={lineOfPlace} lots={lotsOf(lineOfPlace, allocation)} at={current.at} onClose={() => { setChoosing(false); }}
          onChange={(lot) => { setLots(lineOfPlace.itemNo, changeLot(lotsOf(lineOfPlace, allocation), current.at, lot)); }}
          onAdd={(lot) => { setLots(lineOfPlace.itemNo, addLot(lineOfPlace, allocation, lot)); }} />
      )}
    </PageFrame>
  );
}
