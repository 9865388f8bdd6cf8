import { join } from 'node:path';
import { localDay } from '@lianyi/schema/basics/dates';
import { isMarkOfDump } from '@lianyi/schema/documents/doorEvents';
import { freeBytesAt } from './freeDisk.ts';
import { writeClinicBackup } from './clinicBackup.ts';
import { doorTrailOf, trailKeyOf } from './doorTrail.ts';
import { rekey } from './enrol.ts';
import { enrolled } from './enrolment.ts';
import type { PurgedView, SessionEnded, UnlockResult } from './features/session/views.ts';
import { openLog, reportTo } from './hostLog.ts';
import type { IdleLock } from './idleLock.ts';
import { startIdleLock } from './idleLock.ts';
import type { Identity } from './identityFile.ts';
import { readIdentity } from './identityFile.ts';
import type { KeyEvent } from './keys.ts';
import { keysOf } from './keys.ts';
import { keepRecoverySlot } from './recoverySlot.ts';
import { beginPurge, confirmPurge, finishPurge, readPurge } from './purge.ts';
import type { Catalogue } from './replica/catalogue.ts';
import type { KeyStore } from './replica/keyStore.ts';
import { lockDirectory } from './replica/lockDirectory.ts';
import { loadCatalogue } from './replica/loadCatalogue.ts';
import { openKeyring, secretKindOf } from './replica/openKeyring.ts';
import type { ReplicaForExchange } from './replica/openReplica.ts';
import { openReplica } from './replica/openReplica.ts';
import type { LineView } from './replication/lineView.ts';
import { startAttachments } from './replication/attachments/startAttachments.ts';
import { uploadLine } from './replication/attachments/uploadLine.ts';
import { startParcels } from './replication/startParcels.ts';
import { startReplication } from './replication/startReplication.ts';
import { lockedLine, readStatus } from './replication/statusFile.ts';
import { realTimers } from './replication/timers.ts';
import { countTraffic } from './replication/traffic.ts';
import { httpTransport } from './replication/transport.ts';
import { refusalsOf } from './refusals.ts';
import { hostRouter } from './router.ts';
import type { Served } from './served.ts';
import type { HostContext, OpenClinic, SignedIn } from './trpc.ts';
import { createCallerFactory } from './trpc.ts';

export interface HostOptions {
  readonly dataDir: string;
  /** Where the clinical tables lie. */
  readonly resourcesDir: string;
  readonly keyStore: KeyStore;
  /** Where the county is reached, if not where this PC was enrolled. */
  readonly countyUrl?: string;
  readonly now?: () => Date;
  /** What attachments may take of this PC's disk; 2 GB if left out. */
  readonly attachmentQuotaBytes?: number;
  /** Only for a test runtime whose SQLite cannot encrypt; a production build refuses. */
  readonly allowUnencryptedForTests?: boolean;
}

/** One host, which every shell starts: the clinic behind it opens when somebody unlocks, and stays open. */
export interface Host extends Served {
  readonly identity: Identity;
  /** The context of this PC's one screen. */
  readonly context: HostContext;
  door(options: { readonly isCommandLine: boolean }): HostContext;
  readonly caller: HostCaller;
}

export const callerOf = createCallerFactory(hostRouter);
export type HostCaller = ReturnType<typeof callerOf>;
export { hostRouter };
export { enrol } from './enrol.ts';
export { restoreClinic } from './clinicBackup.ts';
export { DirectoryInUse } from './replica/lockDirectory.ts';
export { fileKeyStore } from './replica/keyStore.ts';
export type { KeyStore } from './replica/keyStore.ts';
export type { Served, Serving } from './served.ts';
export type { HostContext } from './trpc.ts';

/**
 * Puts the host of an enrolled data directory together. Nothing is decrypted yet: the first unlock opens the replica
 * and starts the exchange.
 * @throws Error when the directory has not been enrolled; DirectoryInUse when another host works in it.
 */
export function startHost(options: HostOptions): Host {
  const identity = readIdentity(options.dataDir);
  if (identity === null) throw new Error(`${options.dataDir} has not been enrolled`);
  const now = options.now ?? (() => new Date());
  const lock = lockDirectory(options.dataDir);
  const log = openLog(join(options.dataDir, 'host.log'));
  const secretKind = secretKindOf(options.keyStore, identity.pinsAllowed);
  const trailKey = trailKeyOf(options.keyStore);
  const keyring = openKeyring({ directory: options.dataDir, keyStore: trailKey.keyStore, secretKind, now });
  const statusPath = join(options.dataDir, 'status.json');
  const countyUrl = options.countyUrl ?? identity.countyUrl;
  const begun = readPurge(options.dataDir);
  let purged = begun === null || begun.isDone ? begun : finishPurge(options.dataDir, options.keyStore, begun);
  let confirming: NodeJS.Timeout | null = null;
  const confirm = async (): Promise<void> => {
    if (purged === null || purged.isConfirmed) return;
    const transport = httpTransport(countyUrl);
    purged = await confirmPurge(options.dataDir, transport, purged);
    transport.close();
    if (!purged.isConfirmed && !isClosed) confirming = setTimeout(() => void confirm(), confirmAgainMs).unref();
  };
  let isClosed = false;
  let catalogue: Catalogue | null = null;
  let clinic: OpenClinic | null = null;
  /** So many since the start: what they changed of posts is looked at when somebody asks. */
  let commits = 0;

  const openClinic = (replicaKey: Uint8Array): OpenClinic => {
    catalogue ??= loadCatalogue(options.resourcesDir);
    const replica = openReplica({
      directory: options.dataDir,
      identity: { deviceId: identity.deviceId, deviceName: identity.deviceName, orgId: identity.orgId },
      key: options.allowUnencryptedForTests === true ? null : replicaKey,
      allowUnencryptedForTests: options.allowUnencryptedForTests ?? false,
      isLocked: true,
      ...(options.attachmentQuotaBytes !== undefined && { attachmentQuotaBytes: options.attachmentQuotaBytes }),
      now,
    });
    replica.sealReads();
    const traffic = countTraffic(replica, now);
    const replication = startReplication({
      replica, transport: httpTransport(countyUrl, traffic.count), statusPath, diskFreeBytes: () => freeBytesAt(options.dataDir), now, log: (event, facts) => log.info({ event, ...facts }),
      onPurge: (farewell) => {
        clinic?.parcels.stop();
        clinic?.attachments.halt();
        endWatch();
        const receipt = beginPurge(options.dataDir, farewell);
        clinic = null;
        doors.forEach((shut) => shut(null, null));
        replica.close();
        purged = finishPurge(options.dataDir, options.keyStore, receipt);
        void confirm();
      },
    });
    keepSlotForCounty(replica, replicaKey);
    const forgetCommits = replica.onCommit(() => {
      commits += 1;
      keys.lookAtPostsSoon();
    });
    const watching = setInterval(() => {
      if (replica.lookAtLease().isOver) doors.forEach((shut) => shut(null, 'leaseOver'));
      // Midnight ends posts too, and brings no commit.
      keys.lookAtPostsSoon();
    }, lookAtLeaseEveryMs).unref();
    endWatch = () => {
      forgetCommits();
      clearInterval(watching);
    };
    const parcels = startParcels({ replica, timers: realTimers, now, takeSnapshots: async (snapshots) => replication.fromStick(snapshots), log: (event, facts) => log.info({ event, ...facts }) });
    const attachments = startAttachments({
      replica, transport: httpTransport(countyUrl, traffic.count), line: uploadLine(countyUrl, traffic.count), timers: realTimers, random: Math.random,
      isLineTaken: () => replication.isLineTaken(),
      onSettled: () => { replication.tell(); },
      // A PC that is to be purged is told so at its next exchange.
      onAllHeld: () => { if (replication.line().problem?.code === 'retired') void replication.exchangeNow(); },
      log: (event, facts) => log.info({ event, ...facts }),
    });
    return { replica, replication, catalogue, parcels, attachments, traffic };
  };
  let endWatch = (): void => undefined;
  const keepSlotForCounty = (replica: ReplicaForExchange, replicaKey: Uint8Array): void => {
    try {
      keepRecoverySlot(options.dataDir, replica, replicaKey);
    } catch (error) {
      // A full disk must not keep the clinic shut: the slot of before is still there.
      log.warn({ event: 'recoverySlotNotKept', reason: error instanceof Error ? error.name : '' });
    }
  };
  const trail = doorTrailOf({ dataDir: options.dataDir, key: trailKey.key, replica: () => clinic?.replica ?? null, now, log: (event, facts) => log.warn({ event, ...facts }) });
  const tell = (event: KeyEvent): void => {
    // The reason is what a person wrote: it goes to the trail, and into no log.
    log.info({ event: 'key', what: event.what, person: event.personId, by: event.byId });
    trail.tell(event);
  };
  const refused = refusalsOf({ tell: (refusal) => { tell({ what: 'refused', reason: null, ...refusal }); }, now, log: (event, facts) => log.warn({ event, ...facts }) });
  const keys = keysOf({
    dataDir: options.dataDir, identity, keyring, secretKind, statusPath, now,
    clinic: () => clinic,
    openClinic: (replicaKey) => (clinic = openClinic(replicaKey)),
    keepSlotForCounty,
    newTransport: () => httpTransport(countyUrl),
    log: (event, facts) => log.error({ event, ...facts }),
    onEvent: (event) => {
      if (event.what === 'removed') doors.forEach((shut) => shut(event.personId, 'postEnded'));
      tell(event);
    },
    onRefused: refused,
  });
  const line = (): LineView => clinic?.replication.line() ?? lockedLine(readStatus(statusPath));

  /** Each ends the sign-in of that person; of whoever it is, if null. */
  const doors = new Set<(personId: string | null, because: SessionEnded['because'] | null) => void>();

  const door = ({ isCommandLine }: { readonly isCommandLine: boolean }): HostContext => {
    let signedIn: SignedIn | null = null;
    let idle: IdleLock | null = null;
    /** The last id that a dump under way has shown: any other page begins another, and is told first. */
    let dumpedTo: string | null = null;
    let ended: SessionEnded | null = null;
    /** The commit and the day up to which it is known what whoever is signed in may do. */
    let lookedAt = '';
    const lockDoor = (because: SessionEnded['because'] | null = null): void => {
      if (signedIn) clinic?.replica.sealReads();
      if (signedIn || because === null) ended = signedIn && because && { because, name: signedIn.name };
      signedIn = null;
      dumpedTo = null;
      idle?.stop();
      idle = null;
    };
    doors.add((personId, because) => {
      if (personId === null || signedIn?.personId === personId) lockDoor(because);
    });
    /** What was so at the unlock is asked again after each commit and each midnight. */
    const personNow = (): SignedIn | null => {
      const upTo = `${commits} ${localDay(now())}`;
      if (signedIn === null || clinic === null || upTo === lookedAt) return signedIn;
      const found = keys.asNow(signedIn);
      if (found === null) {
        lockDoor('postEnded');
        keys.lookAtPostsSoon();
      } else if (clinic.replica.leaseNow().isOver) lockDoor('leaseOver');
      else [signedIn, lookedAt] = [found, upTo];
      return signedIn;
    };
    return {
      dataDir: options.dataDir,
      keyring,
      keys,
      clinic: () => clinic,
      signedIn: personNow,
      door: {
        clinicName: identity.orgName,
        deviceName: identity.deviceName,
        secretKind,
        isPinPolicy: options.keyStore.kind === 'file' && secretKind === 'pin',
        unlock: async (personId, secret): Promise<UnlockResult> => {
          const unlocked = await keys.unlock(personId, secret);
          if (!unlocked.ok) return unlocked;
          signedIn = unlocked.person;
          [ended, lookedAt] = [null, ''];
          trail.bring(unlocked.person.personId);
          // A run of the command line ends by itself.
          if (!isCommandLine) idle ??= startIdleLock(() => lockDoor(), () => performance.now());
          return { ok: true, person: { personId: signedIn.personId, name: signedIn.name, role: signedIn.role } };
        },
        rekey: async (code) => {
          if (!clinic) throw new Error('not open');
          // What is under way with the former key is answered first: after the new one it would show a fork again that is settled.
          await clinic.replication.exchangeNow();
          const result = await rekey({ replica: clinic.replica, dataDir: options.dataDir, identity, countyUrl }, code);
          log.info({ event: 'rekeyed', ok: result.ok });
          if (result.ok) keys.renewRecoverySlot();
          if (result.ok) void clinic.replication.exchangeNow();
          return result;
        },
        backup: (path, passphrase) => {
          if (!clinic) throw new Error('not open');
          tell({ what: 'backedUp', personId: null, byId: signedIn?.personId ?? null, reason: null });
          return writeClinicBackup(clinic.replica, options.dataDir, path, passphrase);
        },
        refused,
        dump: (after, limit) => {
          if (!clinic) throw new Error('not open');
          if (after !== dumpedTo) tell({ what: 'dumped', personId: null, byId: signedIn?.personId ?? null, reason: null });
          for (let from = after; ;) {
            const page = clinic.replica.dump(from, limit);
            const shown = page.filter((document) => !isMarkOfDump(document));
            const last = page.at(-1);
            dumpedTo = shown.at(-1)?.id ?? null;
            // None shown ends a dump: a page of nothing but marks is passed over.
            if (shown.length > 0 || last === undefined) return shown;
            from = last.id;
          }
        },
        lock: () => lockDoor(),
        ended: () => ended,
        stillHere: (lockAfterMinutes) => idle?.stillHere(lockAfterMinutes),
        line,
        purged: (): PurgedView | null => purged && { at: purged.notice.at, bundlesHeld: purged.bundlesHeld, isConfirmed: purged.isConfirmed },
        lineChanged: async (version, timeoutMs) => {
          if (clinic) return clinic.replication.changed(version, timeoutMs);
          await new Promise((resolve) => setTimeout(resolve, Math.min(timeoutMs, 1_000)));
          return line();
        },
      },
      enrolment: enrolled,
      isCommandLine,
      now,
    };
  };

  const context = door({ isCommandLine: false });
  void confirm();
  return {
    identity,
    context,
    door,
    caller: callerOf(context),
    serving: () => ({ router: hostRouter, context }),
    report: (procedure, bug) => reportTo(log, procedure, bug),
    close: async () => {
      isClosed = true;
      if (confirming) clearTimeout(confirming);
      endWatch();
      doors.forEach((shut) => shut(null, null));
      clinic?.parcels.stop();
      await clinic?.attachments.stop();
      await clinic?.replication.stop();
      clinic?.traffic.keep();
      clinic?.replica.close();
      clinic = null;
      lock.release();
      log.flush();
    },
  };
}

/** How often the time that has gone by is written down, also on a PC that nobody touches. */
const lookAtLeaseEveryMs = 10 * 60_000;
/** A purged PC that could not tell the county tries again so often, and at each start. */
const confirmAgainMs = 60_000;
