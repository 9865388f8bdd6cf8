import { Field, NumberInput, useHotkeys, type FieldHint } from '@lianyi/ui';
import { useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldError, PatientBanner } from '../../../contract/views.ts';
import { errorsByField, useErrorWords } from '../../shell/errors.ts';
import { vitalFields, type TypedVitals, type VitalField } from '../../visit/typedVitals.ts';
import { MoreVitals, hasMoreVitals } from './MoreVitals.tsx';
import { useVitalHint } from './useVitalHint.ts';
import { bodyMassOf, subjectOf, verdictOf } from './vitalJudgement.ts';
import { WarningScore } from './WarningScore.tsx';

export interface VitalsRowProps {
  readonly typed: TypedVitals;
  readonly onChange: (typed: TypedVitals) => void;
  readonly banner: PatientBanner;
  readonly errors: readonly FieldError[];
  readonly isReadOnly: boolean;
  readonly firstRef: RefObject<HTMLInputElement | null>;
}

const row: readonly VitalField[] = ['temperatureC', 'pulse', 'respiration', 'bloodPressure', 'spo2', 'weightKg'];

/** Vital signs in one row, each with its range or what is the matter; the score works itself out. */
export function VitalsRow({ typed, onChange, banner, errors, isReadOnly, firstRef }: VitalsRowProps) {
  const { t } = useTranslation('encounters');
  const subject = subjectOf(banner);
  const hintOf = useVitalHint();
  const errorAt = errorsByField(errors, useErrorWords('encounters'));
  const [isMore, setMore] = useState(() => hasMoreVitals(typed));
  const focused = useRef<VitalField | null>(null);
  const set = (field: VitalField, text: string) => { onChange({ ...typed, [field]: text }); };

  const suggestionAt = (field: VitalField): string | null => {
    const verdict = verdictOf(field, typed, subject);
    return verdict.is === 'impossible' ? verdict.suggestion : null;
  };
  useHotkeys({
    'Alt+Y': () => {
      const field = [...focused.current === null ? [] : [focused.current], ...vitalFields].find((candidate) => suggestionAt(candidate) !== null);
      const suggestion = field === undefined ? null : suggestionAt(field);
      if (field === undefined || suggestion === null) return false;
      set(field, suggestion);
    },
  }, !isReadOnly);

  const bodyMass = bodyMassOf(typed, subject);
  const vital = (field: VitalField) => {
    const verdict = verdictOf(field, typed, subject);
    const bmi = field === 'weightKg' && verdict.is === 'none' && bodyMass !== null ? t('bmi', { index: bodyMass.index.toFixed(1), ...(bodyMass.class !== null && { context: bodyMass.class }) }) : undefined;
    const hint: string | FieldHint = bmi ?? hintOf(field, verdict);
    const isWrong = verdict.is === 'impossible' || verdict.is === 'unreadable';
    const error = isWrong ? (hint as FieldHint).text : errorAt[`vitals.${field}`];
    return (
      <Field key={field} label={t(`vital.${field}`)} hint={hint} error={error}>
        <NumberInput ref={field === 'temperatureC' ? firstRef : undefined} value={typed[field]} onChange={(text) => { set(field, text); }} unit={t(`unit.${field}`)}
          readOnly={isReadOnly} isOut={verdict.is === 'judged' && verdict.judgement.level !== 'normal'}
          onFocus={() => { focused.current = field; }} onBlur={() => { focused.current = null; }} />
      </Field>
    );
  };

  return (
    <div className="formrow vitrow">
      <div>
        <h2>{t('vitals')}</h2>
        <button type="button" className="link small" aria-expanded={isMore} onClick={() => { setMore(!isMore); }}>{t(isMore ? 'lessVitals' : 'moreVitals')}</button>
      </div>
      <div className="grow">
        <div className="vit">
          {row.map(vital)}
          <WarningScore typed={typed} banner={banner} />
        </div>
        {isMore && <MoreVitals typed={typed} onChange={onChange} isReadOnly={isReadOnly}>{vital('heightCm')}{vital('glucoseMmolL')}</MoreVitals>}
      </div>
    </div>
  );
}
