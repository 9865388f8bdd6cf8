import type { ReactNode } from 'react';

/** A list, and the chosen one of it beside, whole. Each scrolls by itself, so that neither leaves the other behind. */
export function ListAndDetail({ label, detail, children }: { readonly label: string; readonly detail: ReactNode; readonly children: ReactNode }) {
  return (
    <div className="listanddetail">
      <div className="list">{children}</div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and a keyboard has to reach it */}
      <aside className="detail" aria-label={label} tabIndex={0}>{detail}</aside>
    </div>
  );
}
