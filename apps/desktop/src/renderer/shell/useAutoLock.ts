import { useEffect, useEffectEvent } from 'react';
import { usePreferences } from './preferences.ts';

const activities = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;

/** Locks a screen that nobody has touched for a while. The host stays open and goes on exchanging; drafts stay. */
export function useAutoLock(lock: () => void): void {
  const minutes = usePreferences((state) => state.lockAfterMinutes);
  const lockNow = useEffectEvent(lock);
  useEffect(() => {
    let lastAt = Date.now();
    const touch = () => { lastAt = Date.now(); };
    for (const activity of activities) window.addEventListener(activity, touch, { passive: true, capture: true });
    // Looking at the clock now and then survives a sleeping PC, where a long timer would not.
    const timer = setInterval(() => { if (Date.now() - lastAt > minutes * 60_000) { touch(); lockNow(); } }, 5000);
    return () => {
      clearInterval(timer);
      for (const activity of activities) window.removeEventListener(activity, touch, { capture: true });
    };
  }, [minutes]);
}
