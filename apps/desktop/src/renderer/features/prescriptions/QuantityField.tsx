import { NumberInput } from '@lianyi/ui';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';

export interface QuantityFieldProps {
  readonly label: string;
  /** Empty while the quantity follows. */
  readonly typed: string;
  readonly computed: number | null;
  readonly unit: string;
  readonly isBad: boolean;
  /** The words of what is wrong. */
  readonly 'aria-describedby': string | undefined;
  readonly onChange: (text: string) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** Follows dose, frequency and days until somebody types over it; emptied, it follows again. */
export function QuantityField({ label, typed, computed, unit, isBad, 'aria-describedby': describedBy, onChange, onKeyDown }: QuantityFieldProps) {
  const { t } = useTranslation('prescriptions');
  const [text, setText] = useState<string | null>(null);
  const isAuto = typed === '';
  const auto = computed === null ? '' : String(computed);
  return (
    <NumberInput aria-label={label} value={text ?? (isAuto ? auto : typed)} unit={isAuto ? unit : `${unit} ${t('typed')}`} boxClassName={isAuto ? 'auto' : undefined} isBad={isBad} aria-describedby={describedBy}
      title={isAuto ? t('quantityFollows') : t('quantityTyped')}
      onChange={(value) => { setText(value); onChange(value.trim() === auto ? '' : value.trim()); }}
      onBlur={() => { setText(null); }} onKeyDown={onKeyDown} />
  );
}
