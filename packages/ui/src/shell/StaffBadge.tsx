import { Key } from '../controls/Key.tsx';

export interface StaffBadgeProps {
  readonly name: string;
  /** "乡村医生". */
  readonly roleName: string;
  /** What Ctrl L does: "锁定". */
  readonly lockLabel: string;
  readonly lockKey?: string | undefined;
  readonly onLock?: (() => void) | undefined;
}

/** Who is signed in, and the way to lock. */
export function StaffBadge({ name, roleName, lockLabel, lockKey = 'Ctrl L', onLock }: StaffBadgeProps) {
  return (
    <div className="staff">
      <b>{name}</b>
      <span className="dim">{roleName}</span>
      {onLock === undefined ? <Key title={lockLabel}>{lockKey}</Key> : (
        <button type="button" className="key" title={lockLabel} aria-label={`${lockLabel} ${lockKey}`} onClick={onLock}>{lockKey}</button>
      )}
    </div>
  );
}
