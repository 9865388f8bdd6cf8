import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Field, FormRow, KeyValues, Page, PageHead, Select, useToast, type KeyValue } from '@lianyi/ui';
import { localClockTime } from '@lianyi/schema/basics/dates';
import { useTranslation } from 'react-i18next';
import type { CheckReport, LineView } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';
import { useLine } from '../../client/useLine.ts';
import { useFormat } from '../../format/useFormat.ts';
import { languages, useLanguageStore } from '../../i18n/language.ts';
import { PageFrame } from '../../shell/PageFrame.tsx';
import { densities, lockMinutes, usePreferences } from '../../shell/preferences.ts';
import { useActionCounts } from '../../shell/useActionCounts.ts';
import { KeyFields } from './KeyFields.tsx';
import { LeaseFields } from './LeaseFields.tsx';
import { StickFields } from './StickFields.tsx';
import { TrafficWords } from './TrafficWords.tsx';
import './settings.css';

/** How this PC shows things, which PC it is, and what its line does. */
export function SettingsPage({ part }: { readonly part: 'stick' | null }) {
  const { t } = useTranslation('settings');
  const host = useHost();
  const toast = useToast();
  const line = useLine();
  const checked = useQuery(host.line.lastCheck.queryOptions()).data ?? null;
  const session = useQuery(host.session.status.queryOptions()).data;
  const lock = useMutation(host.session.lock.mutationOptions());
  const exchange = useMutation(host.line.exchangeNow.mutationOptions({
    onSuccess: (after) => { toast(after.waiting.count === 0 && after.problem === null ? { text: after.attachmentsWaiting === 0 ? t('exchanged') : t('exchangedAttachments', { count: after.attachmentsWaiting }) } : { icon: 'up', text: t('exchangedWaiting', { count: after.waiting.count }) }); },
  }));
  const format = useFormat();
  const isExchanging = exchange.isPending || (line?.exchanging ?? null) !== null;
  const pc: readonly KeyValue[] = session === undefined ? [] : [
    { key: 'clinic', label: t('clinic'), value: session.clinicName }, { key: 'device', label: t('device'), value: session.deviceName },
    ...(session.lease === null ? [] : [{ key: 'lease', label: t('lease'), value: <span className={session.lease.isNear ? 'is-warn' : undefined}>{t('leaseDays', { count: session.lease.daysLeft })} <span className="dim">{format.moment(session.lease.endsAt)}</span></span> }]),
    { key: 'clock', label: t('clock'), value: `${format.fullDate(format.today)} ${format.weekday(format.today)} ${format.clock(localClockTime(format.now))}` },
  ];
  return (
    <PageFrame title={t('title')} actions={[
      { id: 'lock', label: t('lock'), keys: 'Ctrl L', isShownOnly: true, icon: 'lock', onPress: () => { lock.mutate(); } },
      { id: 'exchange', label: t(isExchanging ? 'exchanging' : 'exchangeNow'), keys: 'F8', icon: 'sync', isPrimary: true, isDisabled: isExchanging, onPress: () => { exchange.mutate(); } },
    ]}>
      <Page className="settings">
        <PageHead title={t('title')} sub={t('sub')} />
        <FormRow title={t('screen')}><ScreenFields /></FormRow>
        <FormRow title={t('thisPc')}><KeyValues items={pc} />{session !== undefined && session.lease !== null && <LeaseFields />}</FormRow>
        <FormRow title={t('keys.title')}>{session !== undefined && <KeyFields kind={session.secretKind} />}</FormRow>
        <FormRow title={t('line')}>{line !== undefined && <LineWords line={line} checked={checked} />}</FormRow>
        <FormRow title={t('stick.title')}>{line !== undefined && <StickFields line={line} isFirst={part === 'stick'} />}</FormRow>
      </Page>
    </PageFrame>
  );
}

function ScreenFields() {
  const { t } = useTranslation('settings');
  const { language, setLanguage } = useLanguageStore();
  const { density, setDensity, lockAfterMinutes, setLockAfterMinutes } = usePreferences();
  return (
    <div className="settingsfields">
      <Field label={t('language')} hint=""><Select value={language} options={languages.map((value) => ({ value, label: t(`languages.${value}`) }))} onChange={setLanguage} /></Field>
      <Field label={t('density')} hint=""><Select value={density} options={densities.map((value) => ({ value, label: t(`densities.${value}`) }))} onChange={setDensity} /></Field>
      <Field label={t('lockAfter')} hint={t('lockHint')}>
        <Select value={String(lockAfterMinutes)} options={lockMinutes.map((minutes) => ({ value: String(minutes), label: t('minutes', { minutes }) }))}
          onChange={(value) => { const chosen = lockMinutes.find((minutes) => String(minutes) === value); if (chosen !== undefined) setLockAfterMinutes(chosen); }} />
      </Field>
    </div>
  );
}

function LineWords({ line, checked }: { readonly line: LineView; readonly checked: CheckReport | null }) {
  const { t } = useTranslation('settings');
  const format = useFormat();
  const countsOf = useActionCounts();
  const { saved, waiting, attachmentsWaiting, lastExchangeAt, quarantined, parked, problem } = line;
  const items: readonly KeyValue[] = [
    { key: 'saved', label: t('saved'), value: !saved.ok ? <span className="is-danger">{t('notSaved')}</span> : saved.at === null ? t('nothingSaved') : t('savedAt', { when: format.moment(saved.at) }) },
    {
      key: 'waiting', label: t('waiting'),
      value: waiting.count === 0 ? (attachmentsWaiting === 0 ? t('waitingNone') : t('waitingAttachments', { count: attachmentsWaiting })) : <>{t('waitingSome', { count: waiting.count, what: countsOf(waiting.byAction) })} {waiting.oldestAt !== null && <span className="dim">{t('oldest', { when: format.moment(waiting.oldestAt) })}</span>}{attachmentsWaiting > 0 && <> {t('alsoAttachments', { count: attachmentsWaiting })}</>}</>,
    },
    { key: 'last', label: t('lastExchange'), value: lastExchangeAt === null ? t('never') : <>{format.ago(lastExchangeAt)} <span className="dim">{format.moment(lastExchangeAt)}</span></> },
    { key: 'quarantined', label: t('quarantined'), value: quarantined === 0 ? <span className="dim">{t('none')}</span> : <span className="is-warn">{t('quarantinedSome', { count: quarantined })}</span> },
    { key: 'compared', label: t('compared'), value: <CheckWords checked={checked} /> },
    { key: 'traffic', label: t('traffic.title'), value: <TrafficWords /> },
    { key: 'parked', label: t('parked'), value: parked === 0 ? <span className="dim">{t('none')}</span> : t('parkedSome', { count: parked }) },
  ];
  return (
    <>
      <KeyValues items={items} />
      {problem !== null && <Alert tone={problem.code === 'offline' || problem.code === 'countyBusy' ? 'info' : 'warn'} icon="nolink" className="lineproblem" title={t('problem')}>{t(`problemWords.${problem.code}`)}</Alert>}
    </>
  );
}

/** What comparing with the county came to, in numbers. */
function CheckWords({ checked }: { readonly checked: CheckReport | null }) {
  const { t } = useTranslation('settings');
  const format = useFormat();
  if (checked === null) return <span className="dim">{t('comparedNever')}</span>;
  const mended = checked.taken + checked.gone;
  const found = [
    ...(mended > 0 ? [t('comparedMended', { count: mended })] : []),
    ...(checked.unknown > 0 ? [t('comparedUnknown', { count: checked.unknown })] : []),
    ...(checked.left > 0 ? [t('comparedLeft', { count: checked.left })] : []),
  ];
  return (
    <>
      {found.length === 0 ? t('comparedSame', { count: checked.documents }) : <span className={checked.left + checked.unknown > 0 ? 'is-warn' : undefined}>{found.join('')}</span>} <span className="dim">{format.moment(checked.at)}</span>
    </>
  );
}
