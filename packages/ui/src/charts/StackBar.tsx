import { Fragment, type ReactNode } from 'react';

export interface StackPart {
  readonly id: string;
  readonly label: ReactNode;
  readonly value: number;
  /** As shown, with its two places. */
  readonly valueText: string;
}

const tones = ['tone-a', 'tone-b', 'tone-c', 'tone-d'] as const;

/** A whole and its parts (takings by way of payment), with the numbers below. Up to four parts. */
export function StackBar({ parts, label }: { readonly parts: readonly StackPart[]; readonly label: string }) {
  return (
    <>
      <div className="stack" role="img" aria-label={label}>
        {parts.map(({ id, value }, index) => value > 0 && <i key={id} className={tones[index]} style={{ flex: value }} />)}
      </div>
      <dl className="stackkey">
        {parts.map(({ id, label: name, valueText }, index) => (
          <Fragment key={id}><dt><i className={`sw ${tones[index] ?? ''}`} aria-hidden="true" />{name}</dt><dd>{valueText}</dd></Fragment>
        ))}
      </dl>
    </>
  );
}
