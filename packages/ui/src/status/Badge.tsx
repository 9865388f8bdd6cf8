import type { ReactNode } from 'react';
import { Icon } from '../icons/Icon.tsx';
import type { IconName } from '../icons/iconShapes.tsx';
import { classNames } from '../text/classNames.ts';
import type { Tone } from '../text/tones.ts';

export interface BadgeProps {
  readonly tone?: Tone | undefined;
  /** danger, warn and ok need one: status is never colour alone. */
  readonly icon?: IconName | undefined;
  readonly title?: string | undefined;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

export function Badge({ tone = 'plain', icon, title, className, children }: BadgeProps) {
  return (
    <span className={classNames('badge', tone !== 'plain' && tone, className)} title={title}>
      {icon !== undefined && <Icon name={icon} />}{children}
    </span>
  );
}
