import type { IconName } from '../icons/iconShapes.tsx';

/** What a status means. `plain` carries no judgement. */
export type Tone = 'plain' | 'danger' | 'warn' | 'ok' | 'info' | 'accent';

export function toneToTextClass(tone: Tone | undefined): string | undefined {
  return tone === undefined || tone === 'plain' ? undefined : `is-${tone}`;
}

/** A status is never colour alone: each has its shape. */
export const iconByTone = { danger: 'stop', warn: 'warn', ok: 'ok', info: 'info' } as const satisfies Record<string, IconName>;
