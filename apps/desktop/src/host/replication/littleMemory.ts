import type { ReplicaForExchange } from '../replica/openReplica.ts';

/** Has the replica work with few pages in memory for one reason, as long as that is so. */
export interface LittleMemory {
  isHeld(): boolean;
  hold(isSo: boolean): void;
}

export function littleMemoryOf(replica: Pick<ReplicaForExchange, 'useLittleMemory'>): LittleMemory {
  let isHeld = false;
  return {
    isHeld: () => isHeld,
    hold: (isSo) => {
      if (isSo === isHeld) return;
      isHeld = isSo;
      replica.useLittleMemory(isSo);
    },
  };
}
