import { useTranslation } from 'react-i18next';
import type { DeviceRow } from '../../../src/reports/views.ts';
import { span } from '../../format/dates.ts';
import { useFormat } from '../../format/useFormat.ts';

type Condition = DeviceRow['condition'];

/** Below this a PC will soon have no room for what it saves. */
const littleDiskMb = 2_000;
/** Clocks only label, but a label that is minutes off misleads whoever reads a record. */
const wrongClockS = 120;

export function DiskFree({ condition }: { readonly condition: Condition }) {
  const free = condition?.diskFreeMb ?? null;
  if (free === null) return <span className="dim">—</span>;
  const text = free < 10_000 ? `${(free / 1000).toFixed(1)} GB` : `${Math.round(free / 1000)} GB`;
  return free < littleDiskMb ? <b className="is-warn">{text}</b> : <>{text}</>;
}

export function ClockError({ condition }: { readonly condition: Condition }) {
  const { t } = useTranslation('devices');
  const { language } = useFormat();
  if (condition === null) return <span className="dim">—</span>;
  const { clockAheadS } = condition;
  if (Math.abs(clockAheadS) <= wrongClockS) return <span className="dim">{t('clockRight')}</span>;
  return <b className="is-warn">{t(clockAheadS > 0 ? 'clockFast' : 'clockSlow', { by: span(Math.round(Math.abs(clockAheadS) / 60), language) })}</b>;
}
