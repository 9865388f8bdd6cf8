import { Alert, Button, Dialog, useEnterAsTab, useHotkeys, type IconName, type Tone } from '@lianyi/ui';
import { useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNotice } from '../../../shell/FailureNotice.tsx';
import { unitLabel, unitText } from './unitWords.ts';
import type { ChangingPatient } from './useChangePatient.ts';

export interface FormDialogProps {
  readonly title: string;
  readonly icon?: IconName;
  readonly tone?: Tone;
  readonly isWide?: boolean;
  readonly saveLabel?: string;
  readonly changing: Pick<ChangingPatient, 'isSaving' | 'stale'>;
  /** Mistakes that no field of the form shows, in words. */
  readonly otherErrors: readonly string[];
  readonly onSave: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A short form over the record: F8 saves, Esc closes and saves nothing; what was overtaken is said above the foot. */
export function FormDialog({ title, icon = 'edit', tone, isWide = false, saveLabel, changing, otherErrors, onSave, onClose, children }: FormDialogProps) {
  const { t } = useTranslation('patients');
  const shell = useTranslation('shell').t;
  const { stale } = changing;
  return (
    <Dialog isOpen onClose={onClose} icon={icon} tone={tone} isWide={isWide} title={title}
      foot={<><Button keyHint="Esc" onClick={onClose}>{shell('cancel')}</Button><Button variant="primary" keyHint="F8" disabled={changing.isSaving} onClick={onSave}>{saveLabel ?? t('saveChanges')}</Button></>}>
      <FormBody onSave={onSave}>
        {children}
        {stale !== null && <Alert tone="warn" title={t('stale', { unit: unitLabel(stale.unit, t), now: unitText(stale.unit, stale.now, t) })} />}
        {otherErrors.map((words) => <Alert key={words} title={words} />)}
        <FailureNotice />
      </FormBody>
    </Dialog>
  );
}

function FormBody({ onSave, children }: { readonly onSave: () => void; readonly children: ReactNode }) {
  const form = useRef<HTMLDivElement>(null);
  useEnterAsTab(form, onSave);
  useHotkeys({ F8: onSave, 'Ctrl+S': onSave });
  return <div ref={form} className="dialogform">{children}</div>;
}
