import { Field, TextInput, type FieldHint } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { PatientBanner } from '../../../contract/views.ts';
import type { TypedVitals } from '../../visit/typedVitals.ts';
import { warningScore } from './vitalJudgement.ts';

/** NEWS2, worked out as the vitals are typed; what was not measured is said, since the score may then be too low. */
export function WarningScore({ typed, banner }: { readonly typed: TypedVitals; readonly banner: PatientBanner }) {
  const { t } = useTranslation('encounters');
  const score = warningScore(typed, banner);
  const hint = (): string | FieldHint => {
    if (banner.age.years < 16) return t('news.notForChildren');
    if (score === null) return '';
    const text = t(`news.${score.risk}`);
    if (score.risk === 'singleThree' || score.risk === 'medium') return { text, tone: 'warn' };
    if (score.risk === 'high') return { text, tone: 'danger' };
    const [missing] = score.missing;
    return missing === undefined ? text : t('news.missing', { risk: t('news.lowShort'), part: t(`news.part.${missing}`) });
  };
  return (
    <Field label="NEWS2" hint={hint()}>
      <TextInput value={score === null ? '' : String(score.total)} isValue readOnly unit={t('news.unit')} isOut={score !== null && score.risk !== 'low'} />
    </Field>
  );
}
