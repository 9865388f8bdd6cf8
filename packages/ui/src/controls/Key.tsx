import type { ReactNode } from 'react';

/** A key cap. Write keys as they are pressed: `F8`, `Ctrl S`, `↑↓`. */
export function Key({ children, title }: { readonly children: ReactNode; readonly title?: string | undefined }) {
  return <kbd className="key" title={title}>{children}</kbd>;
}
