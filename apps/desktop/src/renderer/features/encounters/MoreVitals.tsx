import { Checkbox, Field, Select } from '@lianyi/ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TypedVitals } from '../../visit/typedVitals.ts';

const levels = ['A', 'C', 'V', 'P', 'U'] as const;

export function hasMoreVitals({ heightCm, glucoseMmolL, consciousness, onOxygen }: TypedVitals): boolean {
  return heightCm !== '' || glucoseMmolL !== '' || consciousness !== '' || onOxygen;
}

export interface MoreVitalsProps {
  readonly typed: TypedVitals;
  readonly onChange: (typed: TypedVitals) => void;
  readonly isReadOnly: boolean;
  /** Height and glucose, drawn by the row above. */
  readonly children: ReactNode;
}

/** What is not measured at every visit: height, glucose, consciousness (ACVPU), oxygen. */
export function MoreVitals({ typed, onChange, isReadOnly, children }: MoreVitalsProps) {
  const { t } = useTranslation('encounters');
  return (
    <div className="vit more">
      {children}
      <Field label={t('vital.consciousness')} hint="" className="wide">
        <Select value={typed.consciousness} placeholder={t('notRecorded')} disabled={isReadOnly} options={levels.map((value) => ({ value, label: t(`consciousness.${value}`) }))}
          onChange={(consciousness) => { onChange({ ...typed, consciousness }); }} />
      </Field>
      <div className="oxygen">
        <Checkbox checked={typed.onOxygen} disabled={isReadOnly} onChange={(onOxygen) => { onChange({ ...typed, onOxygen }); }}>{t('vital.onOxygen')}</Checkbox>
      </div>
    </div>
  );
}
