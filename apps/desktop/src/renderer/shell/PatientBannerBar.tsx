import { Badge, PatientBanner, useHotkeys, type AllergyState, type RiskLine } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { PatientBanner as Banner } from '../../contract/views.ts';
import { identityNumberText } from '../format/numbers.ts';
import { useFormat } from '../format/useFormat.ts';
import { diagnosisText, substanceText, reactionText } from '../i18n/catalogueWords.ts';
import { useGo } from '../navigation/useNavigation.ts';
import { asOfWords } from '../patient/asOfWords.ts';
import { isComing } from '../patient/NotHereYet.tsx';

/** The banner of an open patient, in words. It stands above whatever scrolls. */
export function PatientBannerBar({ banner, isPageTitle = true, lines }: {
  /** No PageHead follows: the name is the page's title. */
  readonly isPageTitle?: boolean;
  readonly banner: Banner;
  /** What this page needs in sight in place of problems and risks: diagnoses, medicines. */
  readonly lines?: readonly RiskLine[] | undefined;
}) {
  const { t } = useTranslation('patient');
  const format = useFormat();
  const go = useGo();
  const { toLookAt } = banner;
  const look = () => { if (toLookAt !== null) go({ name: 'reviews', reviewId: toLookAt }); };
  useHotkeys({ 'Alt+R': look }, toLookAt !== null);
  const allergy = useAllergyWords(banner);
  const risks: RiskLine[] = [];
  if (banner.problems.length > 0) risks.push({ label: t('problems'), text: banner.problems.map(diagnosisText).join(' · ') });
  if (banner.risks.length > 0) risks.push({ label: t('risks'), text: banner.risks.map((code) => t(`risk.${code as 'over65'}`, { defaultValue: code })).join(' · ') });
  return (
    <PatientBanner isPageTitle={isPageTitle} label={t('banner')} name={banner.name} sexAge={format.sexAge(banner.sex, banner.age)} birthDate={format.fullDate(banner.birthDate)}
      meta={[banner.address, banner.identityNumber === null ? '' : identityNumberText(banner.identityNumber)].filter((text) => text !== '')}
      allergy={allergy} risks={lines ?? risks} asOf={asOfWords(banner.completeness, format, t)}
      badge={toLookAt === null ? undefined : (
        <button type="button" className="link banner-look" title={`${t('lookAt')} Alt+R`} aria-keyshortcuts="Alt+R" onClick={look}>
          {banner.openReviews > 0 && <Badge tone="warn" icon="review">{t('openReviews', { count: banner.openReviews })}</Badge>}
          {banner.quarantined > 0 && <Badge tone="warn" icon="warn">{t('quarantined', { count: banner.quarantined })}</Badge>}
        </button>
      )} />
  );
}

/** The allergies of a banner as the kit's block shows them: "none known" is no tick while the county's word is still to come. */
export function useAllergyWords(banner: Pick<Banner, 'allergies' | 'completeness'>): AllergyState {
  const { t } = useTranslation('patient');
  const { allergies } = banner;
  if (allergies.state === 'none' && isComing(banner)) return { state: 'unasked', label: t('noAllergiesYet') };
  if (allergies.state === 'none') return { state: 'none', label: t('noAllergies') };
  if (allergies.state === 'unasked') return { state: 'unasked', label: t('allergiesUnasked') };
  return {
    state: 'some',
    label: t('allergies'),
    items: allergies.items.map(({ substance, reaction, onset }) => ({ substance: substanceText(substance), reaction: [reactionText(reaction), onset].filter((text) => text !== '').join(' ') })),
  };
}
