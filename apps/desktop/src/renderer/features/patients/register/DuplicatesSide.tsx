import { Badge, Button, Empty, SectionHead } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { LikelyDuplicate } from '../../../../contract/views.ts';
import { useIsComing } from '../../../client/useLine.ts';
import { phoneText } from '../../../format/numbers.ts';
import { useFormat } from '../../../format/useFormat.ts';
import { useLanguage } from '../../../i18n/language.ts';
import { useGo } from '../../../navigation/useNavigation.ts';

/** Beside the form while it is filled in: who may be this person already. */
export function DuplicatesSide({ duplicates }: { readonly duplicates: readonly LikelyDuplicate[] }) {
  const { t } = useTranslation('patients');
  const isComing = useIsComing();
  return (
    <>
      <SectionHead title={t('duplicates')} count={duplicates.length === 0 ? undefined : duplicates.length} />
      {duplicates.length === 0 ? <Empty icon="people" title={t(isComing ? 'noDuplicatesYet' : 'noDuplicates')}>{t('noDuplicatesNext')}</Empty> : (
        <ul className="adv">{duplicates.map((duplicate) => <DuplicateItem key={duplicate.patientId} duplicate={duplicate} />)}</ul>
      )}
    </>
  );
}

function DuplicateItem({ duplicate }: { readonly duplicate: LikelyDuplicate }) {
  const { t } = useTranslation('patients');
  const format = useFormat();
  const language = useLanguage();
  const go = useGo();
  const { name, sex, birthDate, address, phone, reasons, isCertain, patientId } = duplicate;
  return (
    <li>
      <span><b>{name}</b> <span className="sub">{format.sex(sex)}　{format.fullDate(birthDate)}</span></span>
      <span className="sub">{address}{phone === null ? '' : `　${phoneText(phone)}`}</span>
      <Badge tone={isCertain ? 'danger' : 'info'} icon={isCertain ? 'stop' : 'people'}>
        {isCertain ? t('certain') : reasons.map((reason) => t(`duplicateReason.${reason}`)).join(language === 'zh' ? '；' : '; ')}
      </Badge>
      <Button size="sm" onClick={() => { go({ name: 'chart', patientId }); }}>{t('openOne')}</Button>
    </li>
  );
}
