import { classNames } from '../text/classNames.ts';

export interface BloodPressurePoint {
  readonly id: string;
  readonly systolic: number;
  readonly diastolic: number;
  /** Under the axis; leave it out where labels would touch. */
  readonly label?: string | undefined;
}

export interface BloodPressureChartProps {
  /** Oldest first, the last is now. mmHg. */
  readonly points: readonly BloodPressurePoint[];
  /** Dashed lines: below 150/90 for those of 65 and older, 140/90 for others. */
  readonly goal: { readonly systolic: number; readonly diastolic: number };
  /** All values in words, for those who do not see the drawing. */
  readonly label: string;
}

const width = 256;
const plotRight = 218;
const plotLeft = 8;
/** The goals' numbers stand right of it. */
const axisLeft = 228;
const top = 22;
const bottom = 74;

/** The last measurements with the goal; the newest is said in numbers and amber when over it. */
export function BloodPressureChart({ points, goal, label }: BloodPressureChartProps) {
  const values = points.flatMap((point) => [point.systolic, point.diastolic]).concat(goal.systolic, goal.diastolic);
  const high = Math.max(...values);
  const low = Math.min(...values);
  const y = (value: number) => bottom - ((value - low) / Math.max(1, high - low)) * (bottom - top);
  const x = (index: number) => (points.length < 2 ? plotRight : plotLeft + (index / (points.length - 1)) * (plotRight - plotLeft));
  const now = points.at(-1);
  const isHigh = now !== undefined && (now.systolic >= goal.systolic || now.diastolic >= goal.diastolic);
  const line = (read: (point: BloodPressurePoint) => number) => points.map((point, index) => `${round(x(index))},${round(y(read(point)))}`).join(' ');
  return (
    <svg className="chart" viewBox={`0 0 ${width} 92`} role="img" aria-label={label} style={{ height: 92 }}>
      {[goal.systolic, goal.diastolic].map((value) => (
        <g key={value}>
          <line className="aim" x1="0" x2="226" y1={y(value)} y2={y(value)} />
          <text x={width} y={y(value) + 4} textAnchor="end">{value}</text>
        </g>
      ))}
      <polyline className="path" points={line((point) => point.systolic)} />
      <polyline className="path" points={line((point) => point.diastolic)} />
      {points.map((point, index) => {
        const isNow = index === points.length - 1;
        return (
          <g key={point.id}>
            <circle className={classNames('pt', isNow && (point.systolic >= goal.systolic ? 'out' : 'now'))} cx={x(index)} cy={y(point.systolic)} r={isNow ? 4 : 2.5} />
            <circle className={classNames('pt', isNow && (point.diastolic >= goal.diastolic ? 'out' : 'now'))} cx={x(index)} cy={y(point.diastolic)} r={isNow ? 4 : 2.5} />
            {point.label !== undefined && <text x={index === 0 ? 0 : x(index)} y="90" textAnchor={index === 0 ? 'start' : 'middle'}>{point.label}</text>}
          </g>
        );
      })}
      {now !== undefined && (
        <text className={classNames('said', isHigh && 'out')} x={axisLeft} y={Math.max(11, y(now.systolic) - 12)} textAnchor="end">{`${now.systolic}/${now.diastolic}`}</text>
      )}
    </svg>
  );
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
