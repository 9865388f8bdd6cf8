import { useEffect, useRef } from 'react';

const idleMs = 30 * 60_000;

/** The page asks the county by itself, so that to the county nobody ever seems idle: whoever touches nothing for half an hour is logged out from here. */
export function useIdleLogout(logout: () => void): void {
  const leave = useRef(logout);
  useEffect(() => { leave.current = logout; });
  useEffect(() => {
    let touchedAt = Date.now();
    const touch = () => { touchedAt = Date.now(); };
    const events = ['keydown', 'pointerdown', 'wheel'] as const;
    for (const event of events) window.addEventListener(event, touch, { capture: true, passive: true });
    // By the clock, not by one long timer: a PC that slept has been idle as well.
    const timer = setInterval(() => { if (Date.now() - touchedAt > idleMs) leave.current(); }, 15_000);
    return () => {
      clearInterval(timer);
      for (const event of events) window.removeEventListener(event, touch, { capture: true });
    };
  }, []);
}
