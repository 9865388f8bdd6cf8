import { Button, KeyValues, type KeyValue } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { AuditRow } from '../../client/views.ts';
import { useFormat } from '../../format/useFormat.ts';
import type { Named, Only } from './only.ts';
import { useAskedFacts } from './useAskedFacts.ts';
import { useActionWords } from './useActionWords.ts';
import { useWhereWords } from './useWhereWords.ts';

/** One entry whole, and the ways to those like it. */
export function AuditEntry({ row, onOnly }: { readonly row: AuditRow; readonly onOnly: (name: keyof Only, named: Named) => void }) {
  const { t } = useTranslation('audit');
  const format = useFormat();
  const actionWords = useActionWords();
  const askedFacts = useAskedFacts();
  const where = useWhereWords();
  const { glass } = row;
  const fact = (key: 'who' | 'at' | 'received' | 'where' | 'place' | 'device' | 'session' | 'about' | 'note' | 'reason' | 'explanation' | 'clinic', value: string | null | undefined): readonly KeyValue[] =>
    (value == null || value === '' ? [] : [{ key, label: t(key), value }]);
  const answer = glass?.answer == null ? t('unseen') : t(glass.answer.question === '' ? 'seen' : 'asks', { when: format.moment(glass.answer.seenAt), question: glass.answer.question });
  return (
    <>
      <h2 className="sidetitle">{actionWords(row)}</h2>
      <KeyValues className="sidefacts" items={[
        ...fact('who', row.who?.name), ...fact('at', format.moment(row.at)), ...(row.source === 'county' ? [] : fact('received', format.moment(row.receivedAt))),
        ...(row.device === null ? fact('where', where.long(row)) : []), ...fact('place', row.organisation?.name), ...fact('device', row.device?.name), ...(row.session === null ? [] : [{ key: 'session', label: t('session'), value: <span className="code">{row.session.slice(-12)}</span> }]),
        ...fact('about', row.about), ...(row.asked === null ? fact('note', row.note) : askedFacts(row.asked)),
        ...(glass === null ? [] : [...fact('reason', t(`reasons.${glass.reason}`)), ...fact('explanation', glass.text), ...fact('clinic', answer)]),
      ]} />
      {row.who !== null && row.who.id !== '' && <Only onPick={() => { if (row.who !== null) onOnly('personId', row.who); }}>{t('only.personId')}</Only>}
      {row.device !== null && <Only onPick={() => { if (row.device !== null) onOnly('deviceId', row.device); }}>{t('only.deviceId')}</Only>}
      <ul className="auditpatients">
        {row.patients.slice(0, 50).map((patient) => (
          <li key={patient.id}><span><b>{patient.name}</b><br /><span className="code sub">{patient.id}</span></span><Only onPick={() => { onOnly('patientId', patient); }}>{t('only.patientId')}</Only></li>
        ))}
      </ul>
    </>
  );
}

function Only({ onPick, children }: { readonly onPick: () => void; readonly children: string }) {
  return <Button onClick={onPick}>{children}</Button>;
}
