/** Runs a script on the Node 24 of the packages as if it were this process: same terminal, signals and exit code. */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

/** What Node makes of the sources is kept: each process of ours starts with half of the work. */
const compileCache = fileURLToPath(new URL('../../.lianyi/compile-cache', import.meta.url))

/**
 * @param {string} node
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>} the exit code; 128 + n after signal n, as shells have it
 */
export function runOnNode24(node, args, { env = process.env, ...options } = {}) {
  return new Promise((resolve) => {
    const child = spawn(node, args, { stdio: 'inherit', ...options, env: { NODE_COMPILE_CACHE: compileCache, ...env } })
    // Ctrl+C in a terminal reaches the child by itself; a second one would mean "stop at once".
    const forward = (signal) => {
      if (signal !== 'SIGINT' || process.stdin.isTTY !== true) child.kill(signal)
    }
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, forward)
    const stopWatching = onNpmGone(() => child.kill('SIGTERM'))
    child.on('error', (error) => {
      console.error(error.message)
      resolve(127)
    })
    child.on('close', (code, signal) => {
      for (const name of signals) process.off(name, forward)
      stopWatching()
      resolve(code ?? 128 + (signal === null ? 1 : constants.signals[signal]))
    })
  })
}

/**
 * A signal to npm reaches only the shell between npm and us, which dies without passing it on. Then our parent changes,
 * and without this check the child would live on unseen.
 * @param {() => void} stop
 * @returns {() => void} ends the watch
 */
function onNpmGone(stop) {
  if (process.env.npm_lifecycle_event === undefined) return () => {}
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    stop()
  }, 500)
  return () => clearInterval(timer)
}

/** Where the person is: npm itself goes to the folder of package.json, and tells in INIT_CWD where it was called. */
export const callersFolder = process.env.INIT_CWD ?? process.cwd()
