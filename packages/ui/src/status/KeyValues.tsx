import { Fragment, type ReactNode } from 'react';
import { classNames } from '../text/classNames.ts';

export interface KeyValue {
  readonly key: string;
  readonly label: ReactNode;
  readonly value: ReactNode;
}

/** Names and values in two columns. */
export function KeyValues({ items, className }: { readonly items: readonly KeyValue[]; readonly className?: string | undefined }) {
  return (
    <dl className={classNames('kv', className)}>
      {items.map(({ key, label, value }) => <Fragment key={key}><dt>{label}</dt><dd>{value}</dd></Fragment>)}
    </dl>
  );
}
