import type { ComponentPropsWithRef } from 'react';
import { classNames } from '../text/classNames.ts';

/** Looks like a link, does something here: "全部", "打开". */
export function LinkButton({ className, type = 'button', ...rest }: ComponentPropsWithRef<'button'>) {
  // oxlint-disable-next-line react/button-has-type -- a parameter with a default, which the rule cannot follow
  return <button {...rest} type={type} className={classNames('link', className)} />;
}
