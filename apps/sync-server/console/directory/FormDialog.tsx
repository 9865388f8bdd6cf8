import { Alert, Button, Checkbox, Dialog, useEnterAsTab, useHotkeys, type IconName } from '@lianyi/ui';
import { useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DirectoryChange } from './useDirectoryChange.ts';

export interface FormDialogProps {
  readonly title: string;
  readonly icon: IconName;
  readonly change: Pick<DirectoryChange, 'trouble' | 'isSaving' | 'allowance'>;
  readonly saveLabel?: string | undefined;
  readonly onSave: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A short form over the page: F8 saves, Esc closes and saves nothing; what stands in the way is said above the foot. */
export function FormDialog({ title, icon, change, saveLabel, onSave, onClose, children }: FormDialogProps) {
  const { t } = useTranslation('directory');
  const save = () => { if (!change.isSaving) onSave(); };
  return (
    <Dialog isOpen onClose={onClose} icon={icon} title={title}
      foot={<><Button keyHint="Esc" onClick={onClose}>{t('cancel')}</Button><Button variant="primary" keyHint="F8" disabled={change.isSaving} onClick={save}>{saveLabel ?? t('save')}</Button></>}>
      <FormBody onSave={save}>
        {children}
        {change.trouble !== null && <Alert tone="warn" icon="warn" title={change.trouble} />}
        {change.allowance !== null && <Checkbox checked={change.allowance.isAllowed} onChange={change.allowance.onChange}>{t('allow')}</Checkbox>}
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
