/** What a data folder tells about the server that runs in it. */
import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { platform } from 'node:os'

/** The process of the server in this folder, or null: no file, a dead process, or another program with its number. */
export async function runningPid(dataDir: string): Promise<number | null> {
  const [first] = await pidFile(dataDir)
  const pid = Number.parseInt(first ?? '', 10)
  if (!Number.isInteger(pid) || pid <= 0) return null
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return null
  }
  return (await isPostgres(pid)) ? pid : null
}

export async function portOf(dataDir: string): Promise<number | null> {
  const port = Number.parseInt((await pidFile(dataDir))[3] ?? '', 10)
  return Number.isInteger(port) && port > 0 ? port : null
}

const pidFile = async (dataDir: string): Promise<readonly string[]> =>
  (await readFile(join(dataDir, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')

async function isPostgres(pid: number): Promise<boolean> {
  if (platform() === 'linux') {
    // `4711 (postgres) S ...`; a Z is dead, and only waits for a parent that a container may not have.
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
    return /^\d+ \(postgres\) [^ZX]/.test(stat)
  }
  if (platform() === 'win32') return true
  try {
    return execFileSync('ps', ['-p', String(pid), '-o', 'comm='], { encoding: 'utf8' }).includes('postgres')
  } catch {
    return false
  }
}

export async function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 1000 })
    const answer = (isOpen: boolean): void => { socket.destroy(); resolve(isOpen) }
    socket.once('connect', () => answer(true))
    socket.once('error', () => answer(false))
    socket.once('timeout', () => answer(false))
  })
}

/** The first free port on loopback from this one on; any for 0. */
export async function freePort(from: number): Promise<number> {
  for (let port = from; port < from + 200 && port < 65_536; port += 1) {
    const free = await new Promise<number | null>((resolve) => {
      const server = createServer()
      server.once('error', () => resolve(null))
      server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
        const address = server.address()
        server.close(() => resolve(typeof address === 'object' && address ? address.port : null))
      })
    })
    if (free !== null) return free
  }
  throw new Error(`no free port between ${from} and ${from + 199}`)
}
