import { useEffect, useEffectEvent } from 'react';
import { usePreferences } from './preferences.ts';

const activities = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;

/** The host hears so often that somebody is there. */
const sayEveryMs = 60_000;

/**
 * Locks a screen that nobody has touched for a while. The host stays open and goes on exchanging; drafts stay.
 * @param stillHere tells the host, which locks by itself where the page is gone
 */
export function useAutoLock(lock: () => void, stillHere: (lockAfterMinutes: number) => void): void {
  const minutes = usePreferences((state) => state.lockAfterMinutes);
  const lockNow = useEffectEvent(lock);
  const say = useEffectEvent(stillHere);
  useEffect(() => {
    let lastAt = Date.now();
    let saidAt = lastAt;
    say(minutes);
    const touch = () => {
      lastAt = Date.now();
      if (Math.abs(lastAt - saidAt) < sayEveryMs) return;
      saidAt = lastAt;
      say(minutes);
    };
    for (const activity of activities) window.addEventListener(activity, touch, { passive: true, capture: true });
    // Looking at the clock now and then survives a sleeping PC, where a long timer would not.
    const timer = setInterval(() => { if (Date.now() - lastAt > minutes * 60_000) { touch(); lockNow(); } }, 5000);
    return () => {
      clearInterval(timer);
      for (const activity of activities) window.removeEventListener(activity, touch, { capture: true });
    };
  }, [minutes]);
}
