export interface ProgressBarProps {
  readonly label: string;
  readonly value: number;
  readonly max: number;
  /** Beside the bar; "42 %" without it. */
  readonly text?: string | undefined;
}

/** How far a long work has come: first download, restore, export. */
export function ProgressBar({ label, value, max, text }: ProgressBarProps) {
  const percent = max <= 0 ? 0 : Math.min(100, Math.max(0, Math.floor((value / max) * 100)));
  const said = text ?? `${percent} %`;
  return (
    <div className="progress">
      <span className="label" aria-hidden="true">{label}</span>
      <span className="track" role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent} aria-valuetext={said}>
        <i style={{ width: `${percent}%` }} />
      </span>
      <span className="sub">{said}</span>
    </div>
  );
}

export interface StepBarProps {
  readonly label: string;
  readonly done: number;
  readonly total: number;
  /** The next one is being worked on: drawn striped. */
  readonly isWorking?: boolean | undefined;
}

/** A few countable steps: trace codes scanned, 2 of 4. */
export function StepBar({ label, done, total, isWorking = true }: StepBarProps) {
  return (
    <div className="steps" role="img" aria-label={label}>
      {Array.from({ length: total }, (_, index) => (
        <i key={index} className={index < done ? 'on' : index === done && isWorking ? 'now' : undefined} />
      ))}
    </div>
  );
}
