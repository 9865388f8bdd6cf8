import { Icon, type IconName, type Tone } from '@lianyi/ui';
import { localClockTime } from '@lianyi/schema/basics/dates';
import { useTranslation } from 'react-i18next';
import type { LineView } from '../../../contract/views.ts';
import { useFormat } from '../../format/useFormat.ts';

const dayMs = 86_400_000;

/** Saved, waiting, last exchange, clock: what one wants to know before anybody unlocks. No patient data. */
export function LineFacts({ line }: { readonly line: LineView }) {
  const { t } = useTranslation('session');
  const format = useFormat();
  const { saved, waiting, attachmentsWaiting, lastExchangeAt } = line;
  const isRecent = lastExchangeAt !== null && format.now.getTime() - Date.parse(lastExchangeAt) < dayMs && line.problem === null;
  return (
    <dl className="lock-facts">
      <Fact icon={saved.ok ? 'ok' : 'stop'} tone={saved.ok ? 'ok' : 'danger'} name={t('factRecords')} value={t(saved.ok ? 'allSaved' : 'notSaved')}
        note={saved.at === null ? t('noWrite') : t('lastWrite', { when: format.moment(saved.at) })} />
      <Fact icon="up" name={t('factUpload')} value={waiting.count > 0 ? t('waiting', { count: waiting.count }) : attachmentsWaiting > 0 ? t('attachmentsWait', { count: attachmentsWaiting }) : t('nothingWaiting')}
        note={waiting.count === 0 && attachmentsWaiting === 0 && isRecent ? t('countyAnswers') : t('sendsAfterUnlock')} />
      <Fact icon={isRecent ? 'link' : 'nolink'} tone={isRecent ? 'ok' : 'warn'} name={t('factLine')}
        value={lastExchangeAt === null ? t('neverExchanged') : t('lastExchange', { ago: format.ago(lastExchangeAt) })} note={t('worksOffline')} />
      <Fact icon="clock" name={t('factClock')} value={`${format.shortDate(format.today)} ${format.weekday(format.today)} ${format.clock(localClockTime(format.now))}`} note={t('thisClock')} />
    </dl>
  );
}

function Fact({ icon, tone, name, value, note }: { readonly icon: IconName; readonly tone?: Tone; readonly name: string; readonly value: string; readonly note: string }) {
  return <div><dt><Icon name={icon} className={tone === undefined ? undefined : `is-${tone}`} />{name}</dt><dd>{value}<span>{note}</span></dd></div>;
}
