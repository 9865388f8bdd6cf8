import { useTranslation } from 'react-i18next';

/** Head of the table of drugs, drafted or signed. */
export function OrderHead() {
  const { t } = useTranslation('prescriptions');
  return (
    <thead>
      <tr>
        <th scope="col"><span className="sr">{t('column.no')}</span></th><th scope="col">{t('column.drug')}</th>
        <th scope="col" className="w-dose">{t('column.dose')}</th><th scope="col" className="w-freq">{t('column.frequency')}</th>
        <th scope="col" className="w-route">{t('column.route')}</th><th scope="col" className="w-days">{t('column.days')}</th>
        <th scope="col" className="w-qty">{t('column.quantity')}</th><th scope="col" className="n w-amount">{t('column.amount')}</th>
      </tr>
    </thead>
  );
}
