import { useEffect, useState } from 'react';

/** The time, anew every `everyMs` (half a minute), for what says how long ago something was. */
export function useNow(everyMs = 30_000): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => { setNow(new Date()); }, everyMs);
    return () => { clearInterval(timer); };
  }, [everyMs]);
  return now;
}
