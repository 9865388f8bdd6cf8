import { doseText } from '@lianyi/schema/rules/doseText';
import { useTranslation } from 'react-i18next';
import type { DispensePlan } from '../../../contract/views.ts';
import { useFormat } from '../../format/useFormat.ts';
import { productText, unitText } from '../../i18n/catalogueWords.ts';

/** What to tell the patient of each drug: how to take it, and the prescriber's advice. */
export function Counsel({ plan }: { readonly plan: DispensePlan }) {
  const { t } = useTranslation('dispensing');
  const { language } = useFormat();
  return (
    <div className="tell">
      <h2>{t('counsel')}</h2>
      <ul>
        {plan.lines.map(({ itemNo, name, usage }) => (
          <li key={itemNo}><b>{productText(name)}</b><span>{[doseText({ ...usage, doseUnit: unitText(usage.doseUnit, usage.dose) }, language), usage.note.trim()].filter((words) => words !== '').join(language === 'zh' ? '；' : '; ')}</span></li>
        ))}
      </ul>
    </div>
  );
}
