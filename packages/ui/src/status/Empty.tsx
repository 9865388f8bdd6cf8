import type { ReactNode } from 'react';
import { Icon } from '../icons/Icon.tsx';
import type { IconName } from '../icons/iconShapes.tsx';

export interface EmptyProps {
  readonly icon: IconName;
  /** Why it is empty. */
  readonly title: ReactNode;
  /** What comes next, or what this computer cannot know without a line. */
  readonly children?: ReactNode;
  /** One Button. */
  readonly action?: ReactNode;
}

export function Empty({ icon, title, children, action }: EmptyProps) {
  return (
    <div className="empty">
      <Icon name={icon} />
      <b>{title}</b>
      {children !== undefined && <span>{children}</span>}
      {action}
    </div>
  );
}
