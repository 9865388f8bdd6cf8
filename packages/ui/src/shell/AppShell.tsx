import type { ReactNode } from 'react';
import { Rail, type RailProps } from './Rail.tsx';

export interface AppShellProps {
  readonly rail: RailProps;
  /** FindBox. */
  readonly find: ReactNode;
  /** LineState. */
  readonly lineState: ReactNode;
  /** StaffBadge. */
  readonly staff: ReactNode;
  /** The sheet: PatientBanner, Tabs, Columns or Page, ActionsBar, from top to foot. */
  readonly children: ReactNode;
}

/** The one frame of every page: modules on the left, find and the state of the line on top, one white sheet. */
export function AppShell({ rail, find, lineState, staff, children }: AppShellProps) {
  return (
    <div className="app">
      <Rail {...rail} />
      <header className="topbar">{find}{lineState}{staff}</header>
      <main className="sheet">{children}</main>
    </div>
  );
}
