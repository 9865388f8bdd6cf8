import { isSameJson } from '@lianyi/schema/basics/canonicalJson';
import type { ReviewRow, ReviewView } from '../client/views.ts';
import { Badge, type Tone } from '@lianyi/ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat.ts';
import { alertText } from './alertText.ts';
import { useValueContext } from './useValueText.ts';
import { valueText } from './valueText.ts';

export interface ReviewSidesProps {
  readonly review: ReviewView;
  readonly present: ReviewRow['present'];
  readonly names: Readonly<Record<string, string>>;
}

/** Both values of a review, each with whose it is; the losing one is never less readable than the other. One that has come into use since stands first. */
export function ReviewSides({ review, present, names }: ReviewSidesProps) {
  const { t } = useTranslation('record');
  const context = useValueContext(names);
  const words = (value: unknown) => alertText(review.reason, value, context) ?? valueText(review.about.unit, value, context);
  const isAlert = alertText(review.reason, review.losing.value, context) !== null;
  const isChangedSince = !isAlert && present !== null && !isSameJson(present.value ?? null, review.kept.value ?? null);
  return (
    <div className="sides">
      {isChangedSince && <div className="side1"><Badge tone="accent" icon="tick">{t('side.kept')}</Badge><p className="said">{words(present.value)}</p></div>}
      <Side label={t(isAlert ? 'side.countyKnew' : isChangedSince ? 'side.keptThen' : 'side.kept')} tone="accent" attributed={review.kept} names={names}>{words(review.kept.value)}</Side>
      <Side label={t(isAlert ? 'side.arrived' : 'side.losing')} tone="warn" attributed={review.losing} names={names}>{words(review.losing.value)}</Side>
      {!isAlert && review.about.unit !== null && <p className="small sub"><span className="dim">{t('side.before')}</span> {words(review.before)}</p>}
    </div>
  );
}

function Side({ label, tone, attributed, names, children }: {
  readonly label: string; readonly tone: Tone; readonly attributed: ReviewView['kept']; readonly names: Readonly<Record<string, string>>; readonly children: ReactNode;
}) {
  const format = useFormat();
  const { by, orgId, deviceId, at, bundleId } = attributed;
  const whose = [by, orgId, deviceId].map((id) => (id === null ? undefined : names[id])).filter((name) => name !== undefined);
  return (
    <div className="side1">
      <Badge tone={tone} icon={tone === 'warn' ? 'review' : 'tick'}>{label}</Badge>
      <p className="said">{children}</p>
      <p className="small sub">{[...whose, at === null ? '' : format.moment(at)].filter((text) => text !== '').join(' · ')}</p>
      {bundleId !== null && <p className="small dim code">{bundleId}</p>}
    </div>
  );
}
