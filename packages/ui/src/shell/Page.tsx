import type { ComponentPropsWithRef, ReactNode } from 'react';
import { classNames } from '../text/classNames.ts';

/** The part of the sheet that scrolls. */
export function Page({ className, ...rest }: ComponentPropsWithRef<'div'>) {
  return <div {...rest} className={classNames('page', className)} />;
}

export interface ColumnsProps extends ComponentPropsWithRef<'div'> {
  /** Grid template: `minmax(0, 1fr) 290px`. */
  readonly template: string;
}

/** Page and side columns beside each other, filling the sheet between banner and foot. */
export function Columns({ template, className, style, ...rest }: ColumnsProps) {
  return <div {...rest} className={classNames('cols', className)} style={{ gridTemplateColumns: template, ...style }} />;
}

/** The washed column beside the page. */
export function SideColumn({ className, side = 'right', ...rest }: ComponentPropsWithRef<'aside'> & { readonly side?: 'left' | 'right' | undefined }) {
  return <aside {...rest} className={classNames('side', side === 'left' && 'left', className)} />;
}

export interface PageHeadProps {
  readonly title: ReactNode;
  /** Second voice beside the title. */
  readonly sub?: ReactNode;
  readonly note?: ReactNode;
  /** Stands at the right. */
  readonly more?: ReactNode;
  readonly className?: string | undefined;
}

export function PageHead({ title, sub, note, more, className }: PageHeadProps) {
  return (
    <div className={classNames('pagehead', className)}>
      <h1>{title}</h1>
      {sub !== undefined && <span className="sub">{sub}</span>}
      {note !== undefined && <span className="dim">{note}</span>}
      {more !== undefined && <span className="more">{more}</span>}
    </div>
  );
}

export interface SectionHeadProps {
  readonly title: ReactNode;
  readonly count?: ReactNode;
  /** At the right: a LinkButton, or a word in .dim. */
  readonly more?: ReactNode;
  readonly id?: string | undefined;
  /** A hairline below, where no table head follows. */
  readonly isRuled?: boolean | undefined;
  readonly className?: string | undefined;
}

/** Title of a section with its count and the way to all of it. */
export function SectionHead({ title, count, more, id, isRuled = false, className }: SectionHeadProps) {
  return (
    <div className={classNames('sec', isRuled && 'ruled', className)}>
      <h2 id={id}>{title}</h2>
      {count !== undefined && <span className="count">{count}</span>}
      {more !== undefined && <span className="more">{more}</span>}
    </div>
  );
}

/** A line of a form: its title on the left, its fields beside. */
export function FormRow({ title, className, children }: { readonly title: ReactNode; readonly className?: string | undefined; readonly children: ReactNode }) {
  return <div className={classNames('formrow', className)}><h2>{title}</h2><div className="grow">{children}</div></div>;
}
