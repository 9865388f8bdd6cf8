import { useId } from 'react';
import { classNames } from '../text/classNames.ts';

export interface Bar {
  /** Under the bar, and unlike the others: the month. */
  readonly label: string;
  readonly value: number;
  /** Over the bar; given to the few worth reading. */
  readonly valueText?: string | undefined;
  /** Hatched in amber: expires within 90 days. */
  readonly isNear?: boolean | undefined;
}

export interface BarChartProps {
  readonly bars: readonly Bar[];
  /** A second line under the axis, from the bar `at` on: the years. */
  readonly groups?: readonly { readonly at: number; readonly label: string }[] | undefined;
  /** All values in words. */
  readonly label: string;
}

const width = 304;
const height = 166;
const base = 132;
const tallest = 110;

/** Amounts by month, near ones hatched, as on the stock page. */
export function BarChart({ bars, groups = [], label }: BarChartProps) {
  const patternId = useId();
  const step = width / Math.max(1, bars.length);
  const barWidth = Math.min(24, Math.max(4, step * 0.64));
  const highest = Math.max(1, ...bars.map((bar) => bar.value));
  const middle = (index: number) => step * index + step / 2;
  return (
    <svg className="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label} style={{ height }}>
      <defs>
        <pattern id={patternId} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect className="hatch-a" width="5" height="5" /><rect className="hatch-b" width="2" height="5" />
        </pattern>
      </defs>
      <line className="axis" x1="0" x2={width} y1={base + 0.5} y2={base + 0.5} />
      {bars.map(({ label: month, value, valueText, isNear = false }, index) => {
        const tall = value <= 0 ? 1 : Math.max(1, Math.round((value / highest) * tallest));
        return (
          <g key={month}>
            <rect className={classNames('bar', value <= 0 && 'none')} style={isNear && value > 0 ? { fill: `url(#${patternId})` } : undefined}
              x={middle(index) - barWidth / 2} y={base - tall + (value <= 0 ? 1 : 0)} width={barWidth} height={tall} />
            {valueText !== undefined && <text className={isNear ? 'near' : undefined} x={middle(index)} y={base - tall - 5} textAnchor="middle">{valueText}</text>}
            <text className={isNear ? 'near' : undefined} x={middle(index)} y={base + 16} textAnchor="middle">{month}</text>
          </g>
        );
      })}
      {groups.map(({ at, label: year }) => (
        <g key={at}>
          {at > 0 && <line className="axis" x1={step * at} x2={step * at} y1={base + 4} y2={base + 28} />}
          <text x={step * at + (at > 0 ? 6 : 4)} y={base + 32}>{year}</text>
        </g>
      ))}
    </svg>
  );
}
