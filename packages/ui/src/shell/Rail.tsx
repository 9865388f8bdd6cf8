import { useHotkeys } from '../keyboard/useHotkeys.ts';
import { Icon } from '../icons/Icon.tsx';
import type { IconName } from '../icons/iconShapes.tsx';
import { Logo } from '../icons/Logo.tsx';
import { classNames } from '../text/classNames.ts';

export interface RailModule {
  readonly id: string;
  readonly label: string;
  readonly icon: IconName;
  /** Things that wait there; 0 shows nothing. */
  readonly count?: number | undefined;
  readonly countTone?: 'warn' | 'danger' | undefined;
  /** What the number counts, said with it: "2 件待核对". */
  readonly countLabel?: string | undefined;
  /** `Alt+3`; shown on hover and bound while the rail is there. */
  readonly hotkey?: string | undefined;
  readonly title?: string | undefined;
  readonly href?: string | undefined;
}

export interface RailProps {
  readonly label: string;
  readonly productName: string;
  readonly modules: readonly RailModule[];
  /** Stand at the foot of the rail: settings. */
  readonly endModules?: readonly RailModule[] | undefined;
  readonly current: string;
  readonly onSelect: (id: string) => void;
}

/** The modules, on the left of every page. */
export function Rail({ label, productName, modules, endModules = [], current, onSelect }: RailProps) {
  useHotkeys(Object.fromEntries([...modules, ...endModules].flatMap(({ id, hotkey }) => (
    hotkey === undefined ? [] : [[hotkey, () => { onSelect(id); }]]
  ))));
  const entry = (module: RailModule) => (
    <RailEntry key={module.id} module={module} isCurrent={module.id === current} onSelect={onSelect} />
  );
  return (
    <nav className="rail" aria-label={label}>
      <div className="mark"><Logo label={productName} /></div>
      {modules.map(entry)}
      {endModules.length > 0 && <div className="end">{endModules.map(entry)}</div>}
    </nav>
  );
}

function RailEntry({ module, isCurrent, onSelect }: {
  readonly module: RailModule; readonly isCurrent: boolean; readonly onSelect: (id: string) => void;
}) {
  const { id, label, icon, count = 0, countTone, countLabel, hotkey, title, href } = module;
  return (
    <a href={href ?? `#/${id}`} title={title ?? hotkey} aria-current={isCurrent ? 'page' : undefined}
      aria-keyshortcuts={hotkey} onClick={(event) => { event.preventDefault(); onSelect(id); }}>
      <Icon name={icon} />
      {label}
      {count > 0 && (
        <span className={classNames('count', countTone === 'danger' && 'danger')}>
          <span aria-hidden={countLabel === undefined ? undefined : true}>{count > 99 ? '99+' : count}</span>
          {countLabel !== undefined && <span className="sr">{countLabel}</span>}
        </span>
      )}
    </a>
  );
}
