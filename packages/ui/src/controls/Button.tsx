import type { ComponentPropsWithRef } from 'react';
import { Icon } from '../icons/Icon.tsx';
import type { IconName } from '../icons/iconShapes.tsx';
import { classNames } from '../text/classNames.ts';
import { Key } from './Key.tsx';

export interface ButtonProps extends ComponentPropsWithRef<'button'> {
  /** One primary per page, last on the right. `accent` is the advised answer among several. */
  readonly variant?: 'default' | 'primary' | 'quiet' | 'danger' | 'accent' | undefined;
  readonly size?: 'sm' | undefined;
  readonly icon?: IconName | undefined;
  /** The key that does the same; the page binds it with useHotkeys. */
  readonly keyHint?: string | undefined;
}

export function Button({ variant = 'default', size, icon, keyHint, className, type = 'button', children, ...rest }: ButtonProps) {
  return (
    // oxlint-disable-next-line react/button-has-type -- a parameter with a default, which the rule cannot follow
    <button {...rest} type={type} className={classNames('btn', variant !== 'default' && variant, size, className)}
      aria-keyshortcuts={keyHint === undefined ? undefined : keyHint.trim().replaceAll(' ', '+').replace('Ctrl', 'Control')}>
      {icon !== undefined && <Icon name={icon} />}
      {children}
      {keyHint !== undefined && <> <Key>{keyHint}</Key></>}
    </button>
  );
}
