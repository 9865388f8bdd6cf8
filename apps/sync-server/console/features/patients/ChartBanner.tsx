import { Badge, PatientBanner, type AllergyState, type AsOf, type RiskLine } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { ChartView } from '../../client/views.ts';
import { useReach } from '../../client/reach.ts';
import { identityNumberText, phoneText } from '../../format/numbers.ts';
import { useFormat } from '../../format/useFormat.ts';
import { isHeardToday } from '../../live/heard.ts';
import { useStandings } from '../../live/standingsStore.ts';
import { addressText } from '../../record/valueText.ts';
import { diagnosisText, substanceText, reactionText } from '../../i18n/catalogueWords.ts';

/** Who it is, allergies first; and until when the county knows what the record's home has written. */
export function ChartBanner({ chart: { patient, home, reviews }, until, loadedAt }: { readonly chart: ChartView; readonly until: string | null; readonly loadedAt: number }) {
  const { t } = useTranslation('patients');
  const record = useTranslation('record').t;
  const format = useFormat();
  const { identity, address, phone } = patient;
  const problems = Object.values(patient.problems).filter(({ status }) => status === 'active').map(diagnosisText);
  const openReviews = reviews.filter(({ resolution }) => resolution === null).length;
  const risks: RiskLine[] = [
    ...(problems.length === 0 ? [] : [{ label: t('problems'), text: problems.join(' · ') }]),
    ...(until === null ? [] : [{ label: t('glass.opened'), text: t('glass.openedUntil', { when: format.moment(until) }) }]),
    { label: t('homeRisk'), text: `${home.name} · ${t('readOnlyShort')}` },
  ];
  return (
    <PatientBanner isPageTitle label={t('banner')} name={identity.name} sexAge={format.sexAge(identity.sex, identity.birthDate)} birthDate={format.fullDate(identity.birthDate)}
      meta={[address === null ? '' : addressText(address, record), identity.document === null ? '' : identityNumberText(identity.document.number), phone === null ? '' : phoneText(phone)].filter((text) => text !== '')}
      allergy={useAllergyWords(patient)} risks={risks} asOf={useAsOf(home, loadedAt)}
      badge={openReviews > 0 ? <Badge tone="warn" icon="review">{t('openReviews', { count: openReviews })}</Badge> : undefined} />
  );
}

function useAllergyWords(patient: ChartView['patient']): AllergyState {
  const { t } = useTranslation('patients');
  const active = Object.values(patient.allergies).filter(({ status }) => status === 'active');
  // Solid red for an allergy; "asked, none known" and "not asked" are two things.
  if (active.length > 0) return { state: 'some', label: t('allergies'), items: active.map(({ substance, reaction, onset }) => ({ substance: substanceText(substance), reaction: [reactionText(reaction), onset].filter((text) => text !== '').join(' ') })) };
  return patient.noKnownAllergies === null ? { state: 'unasked', label: t('allergiesUnasked') } : { state: 'none', label: t('noAllergies') };
}

function useAsOf(home: ChartView['home'], loadedAt: number): AsOf {
  const { t } = useTranslation('patients');
  const shell = useTranslation('shell').t;
  const format = useFormat();
  const isLost = useReach(({ state }) => state === 'lost');
  const lastHeardAt = useStandings(({ rows }) => rows?.find(({ id }) => id === home.id)?.lastHeardAt ?? null);
  if (isLost) return { text: shell('line.showing', { when: format.moment(new Date(loadedAt).toISOString()) }), note: shell('line.lost'), tone: 'warn' };
  if (lastHeardAt === null) return { text: t('asOfNever', { home: home.name }), note: t('asOfStale'), tone: 'warn' };
  const isFresh = isHeardToday(lastHeardAt, format.now);
  return { text: t('asOf', { home: home.name, when: format.ago(lastHeardAt) }), note: t(isFresh ? 'asOfFresh' : 'asOfStale'), tone: isFresh ? 'ok' : 'warn' };
}
