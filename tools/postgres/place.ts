/**
 * Where the database may live. PostgreSQL refuses to run as root; root starts it as the user `postgres`, and then each
 * parent of the data, and of the programs, must be open to that user.
 */
import { createHash } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { chmod, cp, mkdir, rename, rm, stat } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { bundledPrograms, type DatabaseUser, type Programs } from './programs.ts'

export interface Place {
  readonly dataDir: string
  readonly name: string
  readonly programs: Programs
  /** Whom root starts it as; null: as ourselves. */
  readonly user: DatabaseUser | null
}

const systemDir = '/var/lib/lianyi'

export async function choosePlace(dir: string, say: (chinese: string, english: string) => void): Promise<Place> {
  const programs = await bundledPrograms()
  if (process.getuid?.() !== 0) {
    await mkdir(dirname(dir), { recursive: true })
    return { dataDir: dir, name: basename(dir), programs, user: null }
  }
  const user = databaseUser()
  const isOpen = await isOpenToOthers(dirname(dir))
  const dataDir = isOpen ? dir : join(systemDir, `${basename(dir)}-${createHash('sha256').update(dir).digest('hex').slice(0, 12)}`)
  await mkdir(dirname(dataDir), { recursive: true })
  if (!isOpen) say(`以 root 运行，而 ${dir} 的上级目录不对数据库用户开放，数据库放在 ${dataDir}`, `running as root, and a folder above ${dir} is closed to the database's user: the database lives in ${dataDir}`)
  const reachable = (await isOpenToOthers(dirname(programs.pgCtl))) ? programs : await copyPrograms(programs)
  return { dataDir, name: basename(dataDir), programs: reachable, user }
}

/** True if everybody may pass through each folder down to this one (those that do not exist yet will be open). */
async function isOpenToOthers(dir: string): Promise<boolean> {
  for (let at = dir; ; at = dirname(at)) {
    const info = await stat(at).catch(() => null)
    if (info && (info.mode & 0o001) === 0) return false
    if (at === dirname(at)) return true
  }
}

/** The programs, for a clone in a folder that the database's user cannot enter. */
async function copyPrograms(programs: Programs): Promise<Programs> {
  const native = dirname(dirname(programs.pgCtl))
  const target = join(systemDir, `postgres-${programs.version}`)
  if (!existsSync(target)) {
    const making = `${target}.${process.pid}`
    await rm(making, { recursive: true, force: true })
    await cp(native, making, { recursive: true, verbatimSymlinks: true })
    await chmod(making, 0o755)
    await rename(making, target).catch(() => rm(making, { recursive: true, force: true }))
  }
  const inTarget = (program: string): string => join(target, 'bin', basename(program))
  return { ...programs, initdb: inTarget(programs.initdb), pgCtl: inTarget(programs.pgCtl) }
}

/** The system's `postgres`, made if it is not there, or `nobody` where users cannot be made. */
function databaseUser(): DatabaseUser {
  const known = lookUp('postgres')
  if (known) return known
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'], { stdio: 'ignore' })
  } catch {
    // A minimal system without useradd: the next line falls back.
  }
  const made = lookUp('postgres') ?? lookUp('nobody')
  if (!made) throw new Error('PostgreSQL does not run as root, and no other user could be found or made: create a user named postgres, or run as an ordinary user.')
  return made
}

function lookUp(name: string): DatabaseUser | null {
  try {
    const id = (flag: string): number => Number.parseInt(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }), 10)
    return { uid: id('-u'), gid: id('-g') }
  } catch {
    return null
  }
}
