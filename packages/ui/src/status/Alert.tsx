import { useId, type KeyboardEvent, type ReactNode, type Ref } from 'react';
import { Button } from '../controls/Button.tsx';
import { Icon } from '../icons/Icon.tsx';
import type { IconName } from '../icons/iconShapes.tsx';
import { classNames } from '../text/classNames.ts';
import { iconByTone } from '../text/tones.ts';

export interface AlertAction {
  readonly id: string;
  readonly label: ReactNode;
  /** `1` to `9` answers only while the alert has the focus. Any other key is bound by the page and only shown here. */
  readonly keyHint?: string | undefined;
  /** The safe choice: drawn in the accent, first. */
  readonly isAdvised?: boolean | undefined;
  readonly isDisabled?: boolean | undefined;
  readonly onChoose: () => void;
}

export interface AlertProps {
  readonly tone?: 'danger' | 'warn' | 'info' | 'ok' | undefined;
  readonly icon?: IconName | undefined;
  readonly title: ReactNode;
  /** What happened, what is safe. */
  readonly children?: ReactNode;
  /** At the right: "规则 DDI-0417". */
  readonly rule?: ReactNode;
  /** Before the actions: "改为：". */
  readonly actionsLabel?: ReactNode;
  readonly actions?: readonly AlertAction[] | undefined;
  /** The way past it, last and quiet: "仍要使用，写明理由". */
  readonly override?: { readonly label: ReactNode; readonly onOverride: () => void } | undefined;
  /** Read out at once. danger does so by itself. */
  readonly isAnnounced?: boolean | undefined;
  readonly className?: string | undefined;
  /** `ref.current.focus()` brings the focus here, so that a digit answers. */
  readonly ref?: Ref<HTMLDivElement> | undefined;
}

/** Stands directly under the line it is about; the safe choices come before the override. */
export function Alert({
  tone = 'danger', icon, title, children, rule, actionsLabel, actions = [], override, isAnnounced = tone === 'danger', className, ref,
}: AlertProps) {
  const titleId = useId();
  const hasFoot = actions.length > 0 || override !== undefined;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.nativeEvent.isComposing || isTypedInto(event.target)) return;
    const action = actions.find(({ keyHint, isDisabled = false }) => keyHint === event.key && /^[1-9]$/.test(event.key) && !isDisabled);
    if (action === undefined) return;
    event.preventDefault();
    action.onChoose();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the role is alert or group; digits are heard from the buttons inside too
    <div ref={ref} className={classNames('alert', tone !== 'danger' && tone, className)} role={isAnnounced ? 'alert' : 'group'}
      aria-labelledby={titleId} tabIndex={hasFoot ? -1 : undefined} onKeyDown={onKeyDown}>
      <Icon name={icon ?? iconByTone[tone]} />
      <div><span className="title" id={titleId}>{title}</span> {children}</div>
      <span className="rule dim small">{rule}</span>
      {hasFoot && (
        <div className="do">
          {actionsLabel !== undefined && <span className="sub">{actionsLabel}</span>}
          {actions.map(({ id, label, keyHint, isAdvised = false, isDisabled = false, onChoose }) => (
            <Button key={id} size="sm" variant={isAdvised ? 'accent' : 'default'} keyHint={keyHint} disabled={isDisabled} onClick={onChoose}>{label}</Button>
          ))}
          {override !== undefined && <button type="button" className="link ov" onClick={override.onOverride}>{override.label}</button>}
        </div>
      )}
    </div>
  );
}

/** A reason being written inside the alert keeps its digits. */
function isTypedInto(target: EventTarget): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
