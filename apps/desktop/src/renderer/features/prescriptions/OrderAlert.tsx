import { Alert, Button, TextInput } from '@lianyi/ui';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PrescriptionAlert } from '../../../contract/views.ts';
import { doseWords, productText, phraseText } from '../../i18n/catalogueWords.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useAlertTitle } from './useAlertTitle.ts';

export interface OrderAlertProps {
  readonly alert: PrescriptionAlert;
  readonly reason: string;
  readonly isSetAside: boolean;
  readonly onTakeInstead: (productId: string) => void;
  readonly onSetAside: (reason: string) => void;
}

const tones = { contraindicated: 'danger', major: 'warn', moderate: 'warn', info: 'info' } as const;

/** Under the row it is about: what is wrong and why, what to take instead, and last the way past it, where there is one. */
export function OrderAlert({ alert, reason, isSetAside, onTakeInstead, onSetAside }: OrderAlertProps) {
  const { t } = useTranslation('prescriptions');
  const { sentences } = useFormat();
  const title = useAlertTitle()(alert);
  const [isWriting, setWriting] = useState(false);
  const tone = isSetAside ? 'warn' : tones[alert.severity];
  const mayOverride = alert.overridable && alert.severity === 'contraindicated';
  const actions = isSetAside || isWriting ? [] : alert.alternatives.slice(0, 9).map(({ productId, name, usualDose }, index) => ({
    id: productId, label: `${productText(name)} ${doseWords(usualDose)}`.trim(), keyHint: String(index + 1), isAdvised: index === 0, onChoose: () => { onTakeInstead(productId); },
  }));
  return (
    <Alert className="oneline" tone={tone} title={title} rule={alert.source === '' ? undefined : phraseText(alert.source)} isAnnounced={tone === 'danger'}
      {...(actions.length > 0 && { actionsLabel: t('instead'), actions })}
      {...(mayOverride && !isWriting && { override: { label: t(isSetAside ? 'changeReason' : 'override'), onOverride: () => { setWriting(true); } } })}>
      <span>{sentences([alert.effect, alert.advice].map(phraseText))}</span>
      {isSetAside && !isWriting && <span className="reason">{t('reasonIs', { reason })}</span>}
      {!alert.overridable && alert.severity === 'contraindicated' && <span className="dim"> {t('notOverridable')}</span>}
      {isWriting && <ReasonField reason={reason} onDone={(words) => { setWriting(false); if (words !== null) onSetAside(words); }} />}
    </Alert>
  );
}

/** Enter writes the reason down, Esc leaves it as it was; an empty one takes the override back. */
function ReasonField({ reason, onDone }: { readonly reason: string; readonly onDone: (reason: string | null) => void }) {
  const { t } = useTranslation('prescriptions');
  const [text, setText] = useState(reason);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => { field.current?.focus(); }, []);
  return (
    <span className="reasonfield">
      <TextInput ref={field} boxSize="sm" value={text} aria-label={t('reason')} placeholder={t('reasonPlaceholder')} maxLength={300} onChange={setText}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return;
          event.preventDefault();
          onDone(event.key === 'Enter' ? text : null);
        }} />
      <Button size="sm" keyHint="Enter" onClick={() => { onDone(text); }}>{t('writeReason')}</Button>
    </span>
  );
}
