import { useEffect, useState } from 'react';

/** Data that comes within 150 ms shows no bars at all: a flash reads as a fault. */
const patienceMs = 150;

/** True once the component has been there for 150 ms. */
export function useIsSlow(): boolean {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => { setSlow(true); }, patienceMs);
    return () => { clearTimeout(timer); };
  }, []);
  return isSlow;
}
