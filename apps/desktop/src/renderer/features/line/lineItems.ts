import type { LineStateItem } from '@lianyi/ui';
import type { TFunction } from 'i18next';
import type { LineView } from '../../../contract/views.ts';
import { ago, momentText } from '../../format/dates.ts';
import { count } from '../../format/numbers.ts';
import type { Language } from '../../i18n/language.ts';

/** A week without a line turns amber. */
const patienceDays = 7;
const dayMs = 86_400_000;

/** The state of the line in words, in the order of the top bar. */
export function lineItems(line: LineView, now: Date, language: Language, t: TFunction<'line'>): readonly LineStateItem[] {
  const { saved, waiting, lastExchangeAt, problem } = line;
  if (!saved.ok) {
    return [
      { id: 'notSaved', icon: 'stop', tone: 'danger', isLoud: true, text: t('notSaved') },
      { id: 'earlier', icon: 'ok', tone: 'ok', text: t('earlierSafe') },
    ];
  }
  const days = lastExchangeAt === null ? 0 : Math.floor((now.getTime() - Date.parse(lastExchangeAt)) / dayMs);
  const items: LineStateItem[] = days >= patienceDays
    ? [{ id: 'days', icon: 'warn', tone: 'warn', isLoud: true, text: t('daysWithout', { count: days }) }]
    : [{ id: 'saved', icon: 'ok', tone: 'ok', text: t('allSaved') }];

  if (line.exchanging !== null && line.exchanging.total > 0) items.push({ id: 'sending', icon: 'up', text: t('sending', { ...line.exchanging }) });
  else if (line.pulling?.stoppedSince !== undefined) items.push({ id: 'stopped', icon: 'nolink', tone: 'warn', text: stoppedText(line.pulling, line.pulling.stoppedSince, { now, language, t }) });
  else if (line.pulling?.ofDocuments !== undefined) items.push({ id: 'pulling', icon: 'sync', text: t('pullingOf', { documents: count(line.pulling.documents), ofDocuments: count(line.pulling.ofDocuments) }) });
  else if (line.pulling !== null) items.push({ id: 'pulling', icon: 'sync', text: line.pulling.documents === 0 ? t('pullingBegins') : t('pulling', { documents: count(line.pulling.documents) }) });
  else if (waiting.count > 0) items.push({ id: 'waiting', icon: 'up', text: t('waiting', { count: waiting.count }) });
  else if (problem === null && lastExchangeAt !== null && days < patienceDays) items.push(line.attachmentsWaiting > 0 ? { id: 'held', icon: 'up', text: t('attachmentsGo', { count: line.attachmentsWaiting }) } : { id: 'held', icon: 'link', tone: 'ok', text: t('allHeld', { ago: ago(lastExchangeAt, now, language) }) });

  if (line.attachmentsWaiting > 0 && items.every(({ id }) => id === 'saved' || id === 'days' || id === 'waiting')) items.push({ id: 'attachments', icon: 'up', text: t('attachmentsWait', { count: line.attachmentsWaiting }) });
  if (line.quarantined > 0) items.push({ id: 'quarantined', icon: 'warn', tone: 'warn', text: t('quarantined', { count: line.quarantined }) });
  if (line.gap !== null) {
    items.push({ id: 'gap', icon: 'warn', tone: 'warn', isLoud: true, text: t(`gap.${line.gap.where}`, { number: line.gap.number, lane: t(`lane.${line.gap.lane}`) }) });
  }
  if (problem !== null && problem.code !== 'offline' && problem.code !== 'countyBusy') {
    items.push({ id: 'problem', icon: 'warn', tone: 'warn', isLoud: true, text: t(`problem.${problem.code}`) });
  } else if (items.every(({ id }) => id !== 'held' && id !== 'sending' && id !== 'pulling' && id !== 'stopped' && id !== 'days')) {
    items.push({
      id: 'last', icon: 'nolink', tone: 'warn',
      text: lastExchangeAt === null ? t('neverExchanged') : t('lastExchange', { ago: ago(lastExchangeAt, now, language) }),
    });
  }
  return items;
}

/** The line is gone in the midst of a first sync: since when, and how much is here. */
function stoppedText({ documents, ofDocuments }: NonNullable<LineView['pulling']>, since: string, { now, language, t }: { readonly now: Date; readonly language: Language; readonly t: TFunction<'line'> }): string {
  const when = momentText(since, now, language);
  if (ofDocuments !== undefined) return t('stoppedOf', { when, documents: count(documents), ofDocuments: count(ofDocuments) });
  return documents === 0 ? t('stoppedBefore', { when }) : t('stopped', { when, documents: count(documents) });
}
