/** Two commands started at once must not both install: the second waits for the first. */
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { step } from './say.mjs'

/**
 * @template T
 * @param {string} root
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(root, work) {
  const path = join(root, '.lianyi', 'setup.lock')
  tryToMakeFolder(join(root, '.lianyi'))
  const release = await take(path)
  process.once('exit', release)
  try {
    return await work()
  } finally {
    process.removeListener('exit', release)
    release()
  }
}

/** @param {string} path */
async function take(path) {
  for (let waits = 0; ; waits += 1) {
    try {
      const file = openSync(path, 'wx')
      writeSync(file, String(process.pid))
      closeSync(file)
      return () => rmSync(path, { force: true })
    } catch (error) {
      // A folder that cannot be written to has its own check, with a better message.
      if (error.code !== 'EEXIST') return () => {}
    }
    if (holderIsGone(path, waits)) rmSync(path, { force: true })
    else if (waits === 0) step('另一个命令正在安装，等待它完成', 'Another command is installing; waiting for it')
    await sleep(300)
  }
}

/**
 * The file is empty for a moment after it was made, so an empty one counts as held at first.
 * @param {string} path
 * @param {number} waits
 */
function holderIsGone(path, waits) {
  try {
    const pid = Number(readFileSync(path, 'utf8'))
    if (!Number.isInteger(pid) || pid <= 0) return waits > 10
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}

/** @param {string} folder */
function tryToMakeFolder(folder) {
  try {
    mkdirSync(folder, { recursive: true })
  } catch {
    // checkFolder explains it.
  }
}
