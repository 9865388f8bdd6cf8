import { Icon, StatusText, Tile, Tiles } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { TodayView } from '../../../src/reports/views.ts';
import { count } from '../../format/numbers.ts';
import { useFormat } from '../../format/useFormat.ts';

/** The county in five numbers. While loading their place is kept; so is that of the institutions, whose copy loads by itself. */
export function CountyTiles({ today, waitingInstitutions }: { readonly today: TodayView | undefined; readonly waitingInstitutions: number | undefined }) {
  const { t } = useTranslation('today');
  const format = useFormat();
  if (today === undefined) return <Tiles>{['visitsTile', 'waitingTile', 'silentTile', 'reviewsTile', 'quarantinedTile'].map((key) => <Tile key={key} label={t(key as 'visitsTile')} value="—" note=" " />)}</Tiles>;
  const { visits, reviews, quarantined, silent, waitingBundles } = today;
  return (
    <Tiles>
      <Tile label={t('visitsTile')} value={count(visits.today)} unit={t('visitsUnit', { count: visits.today })} note={t('lastWeekOn', { count: visits.sameTimeLastWeek, weekday: lastWeekday(format.weekday(today.day), format.language) })} />
      <Tile label={t('waitingTile')} value={count(waitingBundles)} unit={t('waitingUnit', { count: waitingBundles })} note={waitingBundles === 0 ? t('waitingNone') : waitingInstitutions === undefined ? ' ' : t('waitingNote', { count: waitingInstitutions })} />
      <Tile label={t('silentTile')} value={count(silent.organisations)} unit={t('silentUnit', { count: silent.organisations })} tone={silent.organisations > 0 ? 'warn' : 'plain'} icon={silent.organisations > 0 ? 'clock' : undefined}
        note={silent.devices === 0 ? t('silentNone') : t('silentNote', { count: silent.devices })} />
      <Tile label={t('reviewsTile')} value={count(reviews.open)} unit={t('reviewsUnit', { count: reviews.open })} note={<ReviewNote reviews={reviews} />} />
      <Tile label={t('quarantinedTile')} value={count(quarantined.bundles)} unit={t('quarantinedUnit', { count: quarantined.bundles })} icon={quarantined.bundles > 0 ? 'warn' : undefined} tone={quarantined.bundles > 0 ? 'warn' : 'plain'}
        note={quarantined.bundles === 0 ? t('quarantinedNone') : t('quarantinedNote', { count: quarantined.devices })} />
    </Tiles>
  );
}

/** `周一`, `Monday`: the tile says "上周一". */
function lastWeekday(weekday: string, language: 'zh' | 'en'): string {
  return language === 'zh' ? weekday.replace('星期', '周') : weekday;
}

/** The clinical ones first and in red, as in the list. */
function ReviewNote({ reviews }: { readonly reviews: TodayView['reviews'] }) {
  const { t } = useTranslation('today');
  const record = useTranslation('record').t;
  if (reviews.open === 0) return t('reviewsNone');
  const parts = reviews.byReason.map(({ reason, count: cases }) => ({ reason, words: `${record(`review.${reason}`)} ${cases}`, isClinical: reason === 'overDispensed' || reason === 'stoppedAfterDispense' }))
    .toSorted((a, b) => Number(b.isClinical) - Number(a.isClinical)).slice(0, 2);
  return <>{parts.map(({ reason, words, isClinical }, at) => <span key={reason}>{at > 0 && ' · '}{isClinical ? <StatusText tone="danger" icon="stop" isBold>{words}</StatusText> : words}</span>)}</>;
}

/** Whose numbers are missing, at the right of the page's head. */
export function Completeness({ today }: { readonly today: TodayView }) {
  const { t } = useTranslation('today');
  const silent = today.silent.organisations;
  if (silent === 0) return <><Icon name="ok" className="is-ok" /> {t('noneSilent')}</>;
  const [before = '', rest = ''] = t('silent', { count: silent }).split('<b>');
  const [bold = '', after = ''] = rest.split('</b>');
  return <><Icon name="clock" className="is-warn" /> {before}<b>{bold}</b>{after}</>;
}
