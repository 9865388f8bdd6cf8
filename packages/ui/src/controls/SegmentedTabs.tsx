export interface FilterTab<Id extends string = string> {
  readonly id: Id;
  readonly label: string;
  readonly count?: number | string | undefined;
  /** The number in bold where it asks for work; "全部 186" is not bold. */
  readonly isPlain?: boolean | undefined;
}

export interface SegmentedTabsProps<Id extends string> {
  readonly label: string;
  readonly options: readonly FilterTab<Id>[];
  readonly value: Id;
  readonly onChange: (id: Id) => void;
}

/** Filters over a list: one is on. */
export function SegmentedTabs<Id extends string>({ label, options, value, onChange }: SegmentedTabsProps<Id>) {
  return (
    <div className="filters" role="group" aria-label={label}>
      {options.map(({ id, label: text, count, isPlain = false }) => (
        <button key={id} type="button" aria-pressed={id === value} onClick={() => { onChange(id); }}>
          {text}{count !== undefined && <> {isPlain ? count : <b>{count}</b>}</>}
        </button>
      ))}
    </div>
  );
}
