export interface SparklineProps {
  readonly values: readonly number[];
  /** The values in words; the newest number also stands beside it. */
  readonly label: string;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

/** A course without an axis, for a cell or a line of text. */
export function Sparkline({ values, label, width = 72, height = 20 }: SparklineProps) {
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const at = (value: number, index: number) => ({
    x: 3 + (values.length < 2 ? width - 6 : (index / (values.length - 1)) * (width - 6)),
    y: height - 3 - ((value - low) / span) * (height - 6),
  });
  const points = values.map(at);
  const last = points.at(-1);
  return (
    <svg className="chart spark" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label} style={{ width, height }}>
      <polyline className="path" points={points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')} />
      {last !== undefined && <circle className="pt now" cx={last.x} cy={last.y} r="2.5" />}
    </svg>
  );
}
