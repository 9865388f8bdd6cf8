/** One process at a time: a file that names its holder, which counts no more once that process is gone. */
import { readFile, rm, writeFile } from 'node:fs/promises'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'

const patienceMs = 600_000

export async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  await take(path)
  try {
    return await work()
  } finally {
    await rm(path, { force: true })
  }
}

async function take(path: string): Promise<void> {
  const deadline = Date.now() + patienceMs
  let emptyReads = 0
  while (Date.now() < deadline) {
    try {
      await writeFile(path, String(process.pid), { flag: 'wx' })
      return
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error
    }
    const holder = await holderOf(path)
    // For a moment after it was made the file is empty.
    emptyReads = holder === 'unknown' ? emptyReads + 1 : 0
    if (holder === 'gone' || emptyReads > 10) await rm(path, { force: true })
    else await sleep(500)
  }
  throw new Error(`${path} has been held for ${patienceMs / 60_000} minutes by a process that still runs`)
}

async function holderOf(path: string): Promise<'runs' | 'gone' | 'unknown'> {
  try {
    const pid = Number(await readFile(path, 'utf8'))
    if (!Number.isInteger(pid) || pid <= 0) return 'unknown'
    process.kill(pid, 0)
    return 'runs'
  } catch (error) {
    return codeOf(error) === 'ESRCH' ? 'gone' : codeOf(error) === 'EPERM' ? 'runs' : 'unknown'
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
