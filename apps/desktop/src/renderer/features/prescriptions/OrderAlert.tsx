import { Alert, Button, StatusText, TextInput } from '@lianyi/ui';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PrescriptionAlert } from '../../../contract/views.ts';
import { doseWords, productText, phraseText } from '../../i18n/catalogueWords.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useAlertTitle } from './useAlertTitle.ts';

export interface OrderAlertProps {
  readonly alert: PrescriptionAlert;
  readonly reason: string;
  readonly isSetAside: boolean;
  readonly onTakeInstead: (alternative: PrescriptionAlert['alternatives'][number]) => void;
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
  const actions = isSetAside || isWriting ? [] : alert.alternatives.slice(0, 9).map((alternative, index) => ({
    id: alternative.productId, label: `${productText(alternative.name)} ${doseWords(alternative.usualDose)}`.trim(), keyHint: String(index + 1), isAdvised: index === 0,
    onChoose: () => { onTakeInstead(alternative); },
  }));
  return (
    <Alert className="oneline" tone={tone} title={title} rule={alert.source === '' ? undefined : phraseText(alert.source)} isAnnounced={tone === 'danger'}
      {...(actions.length > 0 && { actionsLabel: t('instead'), actions })}
      {...(mayOverride && !isWriting && { override: { label: t(isSetAside ? 'changeReason' : 'override'), onOverride: () => { setWriting(true); } } })}>
      <span>{sentences([alert.effect, alert.advice].map(phraseText))}</span>
      {isSetAside && !isWriting && <span className="reason">{t('reasonIs', { reason })}</span>}
      {!alert.overridable && alert.severity === 'contraindicated' && <span className="dim"> {t('notOverridable')}</span>}
      {isWriting && <ReasonField reason={reason} onType={onSetAside} onDone={() => { setWriting(false); }} />}
    </Alert>
  );
}

/** A reason counts as it is typed, Enter only closes its field, and Esc takes back what was typed; emptying one takes the override back, but there is none without a reason. */
function ReasonField({ reason, onType, onDone }: { readonly reason: string; readonly onType: (reason: string) => void; readonly onDone: () => void }) {
  const { t } = useTranslation('prescriptions');
  const [before] = useState(reason);
  const [text, setText] = useState(reason);
  const [isMissing, setMissing] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const errorId = useId();
  useEffect(() => { field.current?.focus(); }, []);
  const close = () => {
    if (text.trim() !== '' || before !== '') { onDone(); return; }
    setMissing(true);
    field.current?.focus();
  };
  return (
    <span className="reasonfield">
      <TextInput ref={field} boxSize="sm" value={text} aria-label={t('reason')} placeholder={t('reasonPlaceholder')} maxLength={300} isBad={isMissing} aria-describedby={errorId}
        onChange={(typed) => { setText(typed); setMissing(false); onType(typed.trim()); }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return;
          event.preventDefault();
          if (event.key === 'Enter') { close(); return; }
          onType(before);
          onDone();
        }} />
      <Button size="sm" keyHint="Enter" onClick={close}>{t('writeReason')}</Button>
      <span id={errorId} role="status">{isMissing && <StatusText tone="danger" icon="stop">{t('reasonNeeded')}</StatusText>}</span>
    </span>
  );
}
