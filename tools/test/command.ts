/** Runs one command with its output on the terminal and a time limit that also ends what the command started. */
import { spawn, type ChildProcess } from 'node:child_process'
import process from 'node:process'

const running = new Set<ChildProcess>()

export interface CommandOptions {
  readonly limitMs: number
  readonly env?: Readonly<Record<string, string>>
}

/** @returns the exit code; 124 after the time limit, 127 when the command could not be started */
export async function runCommand(command: readonly string[], { limitMs, env = {} }: CommandOptions): Promise<number> {
  const [file = '', ...args] = command
  const { promise, resolve } = Promise.withResolvers<number>()
  // A process group of its own, so that a browser or a database that hangs can be ended with it.
  const child = spawn(file, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: process.platform !== 'win32', env: { ...process.env, ...env } })
  running.add(child)
  const timer = setTimeout(() => {
    console.error(`超时 · Over the time limit of ${Math.round(limitMs / 1000)} s: ${command.join(' ')}`)
    stop(child)
    resolve(124)
  }, limitMs)
  child.on('error', (error) => {
    console.error(error.message)
    resolve(127)
  })
  child.on('close', (code) => {
    resolve(code ?? 1)
  })
  const code = await promise
  clearTimeout(timer)
  running.delete(child)
  return code
}

/** Ends whatever runs. */
export function stopCommands(): void {
  for (const child of running) stop(child)
}

function stop(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill('SIGKILL')
    else process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It ended by itself in between.
  }
}
