import { Key } from '../controls/Key.tsx';

export interface StaffBadgeProps {
  readonly name: string;
  readonly role: string;
  /** What Ctrl L does: "锁定". */
  readonly lockLabel: string;
  readonly lockKey?: string | undefined;
  readonly onLock?: (() => void) | undefined;
}

/** Who is signed in, and the way to lock. */
export function StaffBadge({ name, role, lockLabel, lockKey = 'Ctrl L', onLock }: StaffBadgeProps) {
  return (
    <div className="staff">
      <b>{name}</b>
      <span className="dim">{role}</span>
      {onLock === undefined ? <Key title={lockLabel}>{lockKey}</Key> : (
        <button type="button" className="key" title={lockLabel} aria-label={`${lockLabel} ${lockKey}`} onClick={onLock}>{lockKey}</button>
      )}
    </div>
  );
}
