import { Button, Dialog, useHotkeys } from '@lianyi/ui';
import { parseTypedDate, type PatientDraft } from '@lianyi/schema/rules/patientDraft';
import { useTranslation } from 'react-i18next';
import type { LikelyDuplicate } from '../../../../contract/views.ts';
import { phoneText } from '../../../format/numbers.ts';
import { useFormat } from '../../../format/useFormat.ts';
import { FactsBeside, type Facts } from '../FactsBeside.tsx';

export interface DuplicatesDialogProps {
  readonly draft: PatientDraft;
  /** Null while closed. */
  readonly duplicates: readonly LikelyDuplicate[] | null;
  readonly onClose: () => void;
  readonly onOpenKnown: (patientId: string) => void;
  readonly onRegister: () => void;
}

/** Before saving: the new one beside the first who may be the same. The same identity number leaves only one answer. */
export function DuplicatesDialog({ draft, duplicates, onClose, onOpenKnown, onRegister }: DuplicatesDialogProps) {
  const { t } = useTranslation('patients');
  const first = duplicates?.[0];
  const isCertain = first?.isCertain === true;
  return (
    <Dialog isOpen={first !== undefined} onClose={onClose} isWide icon="people" tone={isCertain ? 'danger' : 'warn'} title={isCertain ? t('certain') : t('duplicateTitle')}
      foot={
        <>
          <Button keyHint="Esc" onClick={onClose}>{t('goBack')}</Button>
          {!isCertain && <Button keyHint="F8" onClick={onRegister}>{t('registerAnyway')}</Button>}
          <Button variant="primary" keyHint="Enter" autoFocus onClick={() => { if (first !== undefined) onOpenKnown(first.patientId); }}>{t('openKnown')}</Button>
        </>
      }>
      {first !== undefined && <Comparison draft={draft} duplicate={first} />}
      {!isCertain && <RegisterKey onRegister={onRegister} />}
    </Dialog>
  );
}

function RegisterKey({ onRegister }: { readonly onRegister: () => void }) {
  useHotkeys({ F8: onRegister });
  return null;
}

function Comparison({ draft, duplicate }: { readonly draft: PatientDraft; readonly duplicate: LikelyDuplicate }) {
  const { t } = useTranslation('patients');
  const format = useFormat();
  const birthDate = parseTypedDate(draft.birthDate);
  const typed: Facts = {
    name: draft.name.trim(), sex: draft.sex === '' ? '' : format.sex(draft.sex), birthDate: birthDate === null ? draft.birthDate : format.fullDate(birthDate),
    address: `${draft.village}${draft.group}${draft.addressDetail}`, phone: phoneText(draft.phone.trim()),
  };
  const known: Facts = {
    name: duplicate.name, sex: format.sex(duplicate.sex), birthDate: format.fullDate(duplicate.birthDate), address: duplicate.address, phone: duplicate.phone === null ? '' : phoneText(duplicate.phone),
  };
  return (
    <>
      <p className="sub">{duplicate.isCertain ? '' : t('duplicateNext')}</p>
      <FactsBeside left={{ title: t('typed'), facts: typed }} right={{ title: t('known'), facts: known }} />
    </>
  );
}
