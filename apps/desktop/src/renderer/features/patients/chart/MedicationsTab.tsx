import { Cell, DataTable, Empty, LinkButton, Page, SectionHead } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { ChartView } from '../../../client/hostOutputs.ts';
import { useFormat } from '../../../format/useFormat.ts';
import { useGo } from '../../../navigation/useNavigation.ts';
import { DocumentMark } from '../../../patient/DocumentMark.tsx';
import { isComing, NotHereYet } from '../../../patient/NotHereYet.tsx';
import { unitText, specificationText } from '../../../i18n/catalogueWords.ts';
import { DrugName } from '../../../format/DrugName.tsx';
import { frequencyText, routeText } from '../../../format/usage.ts';

/** What is being taken, and every prescription that led to it. */
export function MedicationsTab({ chart }: { readonly chart: ChartView }) {
  const { t } = useTranslation('patients');
  const format = useFormat();
  const prescriptions = chart.prescriptions.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
  if (chart.medications.length === 0 && prescriptions.length === 0) return <Page><Empty icon="pill" title={isComing(chart.banner) ? <NotHereYet isTitle /> : t('medicationsNone')}>{t('medicationsNoneNext')}</Empty></Page>;
  const columns = [{ id: 'name', label: t('what') }, { id: 'usage', label: t('usage'), width: 280 }, { id: 'from', label: t('date'), width: 120 }, { id: 'by', label: t('doctor'), width: 150 }, { id: 'left', label: t('left'), width: 110, align: 'right' as const }];
  return (
    <Page tabIndex={0}>
      <SectionHead title={t('medicationsNow')} count={isComing(chart.banner) && chart.medications.length === 0 ? undefined : chart.medications.length} />
      {isComing(chart.banner) && <p className="entryline"><NotHereYet isSome={chart.medications.length > 0} /></p>}
      {chart.medications.length === 0 ? !isComing(chart.banner) && <p className="entryline dim">{t('medicationsNone')}</p> : (
        <DataTable label={t('medicationsNow')} columns={columns}>
          {chart.medications.map((medicine) => (
            <tr key={`${medicine.name}-${medicine.from}`}>
              <Cell><span className="nm"><DrugName name={medicine.name} /></span></Cell>
              <Cell className="sub">{`${medicine.dose} ${unitText(medicine.doseUnit, medicine.dose, medicine.name)} ${frequencyText(medicine.frequency, format.language)}`}</Cell>
              <Cell className="sub">{format.shortDate(medicine.from)}</Cell>
              <Cell className="sub" isCut>{medicine.prescribedBy}</Cell>
              <Cell align="right">{!medicine.isGiven ? <span className="dim">{t('notGiven')}</span> : medicine.daysLeft > 0 ? t('daysLeft', { count: medicine.daysLeft }) : <span className="dim">{t('usedUp')}</span>}</Cell>
            </tr>
          ))}
        </DataTable>
      )}
      {prescriptions.length > 0 && <PrescriptionList chart={chart} prescriptions={prescriptions} />}
    </Page>
  );
}

function PrescriptionList({ chart, prescriptions }: { readonly chart: ChartView; readonly prescriptions: ChartView['prescriptions'] }) {
  const { t } = useTranslation('patients');
  const format = useFormat();
  const go = useGo();
  return (
    <>
      <SectionHead className="gap" title={t('prescriptionsAll')} count={prescriptions.length} isRuled />
      <ul className="entrylist">
        {prescriptions.map((prescription) => (
          <li key={prescription.id}>
            <div>
              <span className="sub">{format.moment(prescription.createdAt)}</span> <span className="dim">{prescription.number} · {chart.orgNames[prescription.orgId] ?? ''}</span>　<DocumentMark place={chart.places[prescription.id] ?? 'held'} />
              {prescription.order.items.map((item) => (
                <div key={item.itemNo}>
                  <b><DrugName name={item.name} /></b> <span className="dim">{specificationText(item.specification, item.name)}</span>　{item.dose} {unitText(item.doseUnit, item.dose, item.name)} {frequencyText(item.frequency, format.language)} {routeText(item.route, format.language)} · {item.quantity} {unitText(item.unit, item.quantity, item.name)}
                </div>
              ))}
            </div>
            {prescription.order.state === 'signed' && <LinkButton onClick={() => { go({ name: 'slip', prescriptionId: prescription.id }); }}>{t('open', { name: '' }).trim()}</LinkButton>}
          </li>
        ))}
      </ul>
    </>
  );
}
