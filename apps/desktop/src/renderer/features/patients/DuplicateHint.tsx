import { Alert, Button, Dialog, useHotkeys } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PatientHit } from '../../../contract/views.ts';
import { phoneText } from '../../format/numbers.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useLanguage } from '../../i18n/language.ts';
import { useGo } from '../../navigation/useNavigation.ts';
import { FactsBeside, type Facts } from './FactsBeside.tsx';

/** Two of the people found may be one: what agrees, what differs, and both side by side. */
export function DuplicateHint({ hits, chosen }: { readonly hits: readonly PatientHit[]; readonly chosen: PatientHit | undefined }) {
  const { t } = useTranslation('patients');
  const language = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const pair = pairOf(hits, chosen);
  useHotkeys({ 'Alt+C': pair === null ? undefined : () => { setOpen(true); } });
  if (pair === null) return null;
  const [one, other] = pair;
  const { same, different } = compared(one, other);
  const list = (fields: readonly Field[]) => fields.map((field) => t(`by.${field}`)).join(language === 'zh' ? '、' : ', ');
  return (
    <>
      <Alert tone="info" icon="people" className="dupe" title={t('sameTitle')} actions={[{ id: 'compare', label: t('compare'), keyHint: 'Alt C', isAdvised: true, onChoose: () => { setOpen(true); } }]}>
        {different.length === 0 ? t('sameAllFacts') : t('sameFacts', { same: list(same), different: list(different) })}<br />
        <span className="sub">{t('sameNext')}</span>
      </Alert>
      <CompareDialog isOpen={isOpen} onClose={() => { setOpen(false); }} one={one} other={other} />
    </>
  );
}

type Field = 'name' | 'birthDate' | 'address' | 'phone';
const fields: readonly Field[] = ['name', 'birthDate', 'address', 'phone'];

function compared(one: PatientHit, other: PatientHit): { readonly same: readonly Field[]; readonly different: readonly Field[] } {
  const isSame = (field: Field) => one[field] === other[field];
  return { same: fields.filter(isSame), different: fields.filter((field) => !isSame(field)) };
}

/** The chosen one and its likely same, else the first such pair of the list. */
function pairOf(hits: readonly PatientHit[], chosen: PatientHit | undefined): readonly [PatientHit, PatientHit] | null {
  for (const one of chosen === undefined ? hits : [chosen, ...hits]) {
    const other = hits.find(({ patientId }) => patientId === one.likelySameAs);
    if (other !== undefined) return [one, other];
  }
  return null;
}

function CompareDialog({ isOpen, onClose, one, other }: { readonly isOpen: boolean; readonly onClose: () => void; readonly one: PatientHit; readonly other: PatientHit }) {
  const { t } = useTranslation('patients');
  const shell = useTranslation('shell').t;
  const format = useFormat();
  const go = useGo();
  const facts = (hit: PatientHit): Facts => ({
    name: hit.name, sex: format.sex(hit.sex), birthDate: format.fullDate(hit.birthDate), address: hit.address, phone: hit.phone === null ? '' : phoneText(hit.phone),
    lastVisit: hit.lastVisitOn === null ? '' : format.looseDate(hit.lastVisitOn),
  });
  const open = (hit: PatientHit) => () => { onClose(); go({ name: 'chart', patientId: hit.patientId }); };
  return (
    <Dialog isOpen={isOpen} onClose={onClose} isWide icon="people" title={t('compareTitle')} foot={<Button keyHint="Esc" onClick={onClose}>{shell('close')}</Button>}>
      <FactsBeside left={{ title: <Button size="sm" onClick={open(one)}>{t('openOne')}</Button>, facts: facts(one) }} right={{ title: <Button size="sm" onClick={open(other)}>{t('openOne')}</Button>, facts: facts(other) }} />
      <p className="sub">{t('compareNext')}</p>
    </Dialog>
  );
}
