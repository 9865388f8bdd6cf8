import { isAlive } from '@lianyi/desktop/web/hostFile';
import type { EmbeddedPostgres } from '../embeddedPostgres.ts';

export interface KeptDatabase {
  stop(): Promise<void>;
}

export interface KeepDatabaseOptions {
  readonly database: EmbeddedPostgres;
  /** Starts it again in the same folder; `port` is where its clients look for it. */
  readonly start: (port: number) => Promise<EmbeddedPostgres>;
  readonly onDied: () => void;
  readonly onBack: () => void;
  /** It does not start any more, or not where its clients look for it. */
  readonly onGivenUp: () => void;
}

const lookEveryMs = 1_000;

/** Looks after a database that runs in a session of its own, and so tells nobody when it ends: started again where it was. */
export function keepDatabase({ database, start, onDied, onBack, onGivenUp }: KeepDatabaseOptions): KeptDatabase {
  let current = database;
  let isStopping = false;
  let restarting: Promise<void> | null = null;
  const restart = async (): Promise<void> => {
    onDied();
    try {
      current = await start(database.port);
      if (current.port !== database.port) throw new Error('its port is taken');
      restarting = null;
      onBack();
    } catch {
      clearInterval(timer);
      onGivenUp();
    }
  };
  const timer = setInterval(() => {
    if (!isStopping && restarting === null && !isAlive(current.pid)) restarting = restart();
  }, lookEveryMs);
  return {
    stop: async () => {
      isStopping = true;
      clearInterval(timer);
      await restarting;
      await current.stop();
    },
  };
}
