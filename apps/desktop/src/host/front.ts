import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { enrolmentOf } from './enrolment.ts';
import { forgetEnrolmentKeys } from './enrolmentKeys.ts';
import { openLog, reportTo } from './hostLog.ts';
import { readIdentity } from './identityFile.ts';
import type { Host, HostOptions } from './index.ts';
import { startHost } from './index.ts';
import { lockDirectory } from './replica/lockDirectory.ts';
import { newPcRouter } from './router.ts';
import type { Served } from './served.ts';

/** What a shell serves from a PC's very first start on: a page for a code, and once that is taken the clinic. */
export interface Front extends Served {
  /** Null while this PC is no clinic's. */
  host(): Host | null;
}

/**
 * The host of a data directory, whether or not it has been enrolled. A new one is taken for this process too, so that
 * nobody else enrols it meanwhile, and becomes the clinic's in place: no page has to be opened anew.
 * @throws DirectoryInUse when another program works in it
 */
export function openFront(options: HostOptions): Front {
  if (readIdentity(options.dataDir) !== null) {
    // The program may have ended between the identity and this.
    forgetEnrolmentKeys(options.dataDir);
    const host = startHost(options);
    return { ...host, host: () => host };
  }
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const lock = lockDirectory(options.dataDir);
  const log = openLog(join(options.dataDir, 'host.log'));
  let host: Host | null = null;
  const enrolment = enrolmentOf({
    dataDir: options.dataDir, keyStore: options.keyStore, allowUnencryptedForTests: options.allowUnencryptedForTests ?? false,
    countyUrl: options.countyUrl ?? '', now: options.now ?? (() => new Date()),
    log: (event, facts) => log.info({ event, ...facts }),
    onEnrolled: (countyUrl) => {
      lock.release();
      host = startHost({ ...options, countyUrl });
    },
  });
  const context = { enrolment };
  return {
    host: () => host,
    serving: () => host?.serving() ?? { router: newPcRouter, context },
    door: (door) => host?.door(door) ?? context,
    report: (procedure, bug) => (host === null ? reportTo(log, procedure, bug) : host.report(procedure, bug)),
    close: async () => {
      if (host === null) lock.release();
      log.flush();
      await host?.close();
    },
  };
}
