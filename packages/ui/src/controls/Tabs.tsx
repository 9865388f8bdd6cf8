import { useRef, type KeyboardEvent } from 'react';

export interface Tab<Id extends string = string> {
  readonly id: Id;
  readonly label: string;
  readonly count?: number | string | undefined;
}

export interface TabsProps<Id extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<Id>[];
  readonly value: Id;
  readonly onChange: (id: Id) => void;
  /** id of the element that shows the chosen tab; give it role="tabpanel" or use TabPanel. */
  readonly panelId?: string | undefined;
}

/** One row of tabs under the banner; arrows move and choose. */
export function Tabs<Id extends string>({ label, tabs, value, onChange, panelId }: TabsProps<Id>) {
  const list = useRef<HTMLDivElement>(null);

  const onKeyDown = (event: KeyboardEvent) => {
    const at = tabs.findIndex((tab) => tab.id === value);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    const index = (to + tabs.length) % tabs.length;
    const tab = tabs[index];
    if (tab === undefined) return;
    event.preventDefault();
    onChange(tab.id);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[index]?.focus();
  };

  return (
    <div className="tabs" role="tablist" tabIndex={-1} aria-label={label} ref={list} onKeyDown={onKeyDown}>
      {tabs.map(({ id, label: text, count }) => (
        <button key={id} type="button" role="tab" id={panelId === undefined ? undefined : `${panelId}-${id}`}
          aria-selected={id === value} aria-controls={id === value ? panelId : undefined} tabIndex={id === value ? 0 : -1}
          onClick={() => { onChange(id); }}>
          {text}{count !== undefined && <> <i>{count}</i></>}
        </button>
      ))}
    </div>
  );
}
