import { Alert } from '@lianyi/ui';
import type { PrescriptionAlert } from '../../../contract/views.ts';
import { phraseText } from '../../i18n/catalogueWords.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useAlertTitle } from './useAlertTitle.ts';

/** What is only told, in one block of a line each: many boxes would hide the one that matters. */
export function LightAlerts({ alerts }: { readonly alerts: readonly PrescriptionAlert[] }) {
  const titleOf = useAlertTitle();
  const [first, ...others] = alerts;
  if (first === undefined) return null;
  return (
    <Alert tone={alerts.some(({ severity }) => severity === 'moderate') ? 'warn' : 'info'} title={titleOf(first)}>
      <Words alert={first} />
      {others.map((alert) => <p key={alert.ruleId}><b>{titleOf(alert)}</b> <Words alert={alert} /></p>)}
    </Alert>
  );
}

function Words({ alert: { effect, advice } }: { readonly alert: PrescriptionAlert }) {
  const { sentences } = useFormat();
  return <span>{sentences([effect, advice].map(phraseText))}</span>;
}
