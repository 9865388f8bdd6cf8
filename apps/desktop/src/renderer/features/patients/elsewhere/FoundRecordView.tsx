import { KeyValues, type KeyValue } from '@lianyi/ui';
import type { FoundRecord } from '@lianyi/schema/wire/lookup';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../format/useFormat.ts';

/** What a stranger's doctor needs, allergies first. Nothing here can be changed. */
export function FoundRecordView({ record, until }: { readonly record: FoundRecord; readonly until: string }) {
  const { t } = useTranslation('patients');
  const patient = useTranslation('patient').t;
  const format = useFormat();
  const { allergies, problems, prescriptions, visits } = record;
  const none = t('lookUp.nothing');
  const allergyWords = allergies.length === 0 ? t(record.hasNoKnownAllergies ? 'lookUp.noAllergies' : 'lookUp.notAsked')
    : allergies.map(({ substance, reaction, severity }) => format.labelled(`${substance} · ${patient(`severity.${severity}`)}`, reaction)).join('\n');
  const facts: readonly KeyValue[] = [
    { key: 'who', label: t('lookUp.who'), value: `${format.sex(record.sex)} ${record.birthDate}` },
    { key: 'allergies', label: t('lookUp.allergies'), value: <b className={allergies.length === 0 ? undefined : 'is-danger'}>{allergyWords}</b> },
    { key: 'problems', label: t('lookUp.problems'), value: problems.length === 0 ? none : format.list(problems) },
    { key: 'prescriptions', label: t('lookUp.prescriptions'), value: <Dated none={none} rows={prescriptions.map(({ on, drugs }) => ({ on, words: format.list(drugs) }))} /> },
    { key: 'visits', label: t('lookUp.visits'), value: <Dated none={none} rows={visits.map(({ on, place, diagnoses, plan }) => ({ on, words: format.sentences([place, format.list(diagnoses), plan].filter((part) => part !== '')) }))} /> },
  ];
  return (
    <div className="foundrecord">
      <p className="sub">{t('lookUp.told', { home: record.home, clock: format.clock(until) })}</p>
      <KeyValues items={facts} />
    </div>
  );
}

function Dated({ rows, none }: { readonly rows: readonly { readonly on: string; readonly words: string }[]; readonly none: string }) {
  if (rows.length === 0) return none;
  // oxlint-disable-next-line react/no-array-index-key -- read once, and never in another order
  return <ul>{rows.map(({ on, words }, at) => <li key={at}><span className="dim">{on}</span> {words}</li>)}</ul>;
}
