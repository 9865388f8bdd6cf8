import type { ReactNode } from 'react';
import { classNames } from '../text/classNames.ts';

/** How a value stands: outside the reference (amber), impossible (red). */
export interface ValueStanding {
  readonly isOut?: boolean | undefined;
  readonly isBad?: boolean | undefined;
}

export interface InputBoxProps extends ValueStanding {
  readonly isReadOnly?: boolean | undefined;
  readonly isDisabled?: boolean | undefined;
  readonly isValue?: boolean | undefined;
  readonly size?: 'sm' | undefined;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** The edge around a native control; it shows focus and standing. */
export function InputBox({ isOut = false, isBad = false, isReadOnly = false, isDisabled = false, isValue = false, size, className, children }: InputBoxProps) {
  return (
    <div className={classNames('in', isValue && 'value', isBad ? 'is-bad' : isOut && 'is-out', isReadOnly && 'is-read', isDisabled && 'is-off', size, className)}>
      {children}
    </div>
  );
}
