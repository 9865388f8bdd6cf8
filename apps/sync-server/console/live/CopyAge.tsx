import { DataAge } from '../shell/DataAge.tsx';
import { useStandings } from './standingsStore.ts';

/** Whether this browser's copy changes by itself, or from when it is. */
export function CopyAge() {
  const completeAt = useStandings((state) => state.completeAt);
  return <DataAge at={completeAt === null ? 0 : Date.parse(completeAt)} />;
}
