/** The demo of `npm start` in a folder of its own, for one Playwright worker. */
import type { ChildProcess } from 'node:child_process'
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { buildTarget } from '../../../tools/build/targets.ts'
import type { DemoFile } from '../../../tools/demo/demoFile.ts'

export const root = fileURLToPath(new URL('../../..', import.meta.url))

export interface StartedDemo {
  readonly file: DemoFile
  stop(): Promise<void>
}

const startMs = 120_000
const stopMs = 25_000

/** @throws Error with the last of what it printed, when it does not come up */
export async function startDemo(): Promise<StartedDemo> {
  buildPages()
  const home = mkdtempSync(join(tmpdir(), 'lianyi-e2e-'))
  // PostgreSQL's own user must get through to its data.
  chmodSync(home, 0o755)
  // A home that a stopped demo left behind saves the half minute of making one: of the test run, or of who writes specifications.
  const template = process.env['LIANYI_DEMO_TEMPLATE']
  if (template !== undefined) copyHome(template, home)
  const demo = await startIn(home)
  return {
    file: demo.file,
    stop: async () => {
      await demo.stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** @throws Error with the last of what it printed, when it does not come up */
export async function startIn(home: string): Promise<StartedDemo> {
  const child = spawn(process.execPath, [join(root, 'tools/demo/main.ts'), '--home', home, '--no-open'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: whatever it started can be ended with it.
    env: { ...process.env, TZ: 'Asia/Shanghai' },
    detached: true,
  })
  const endNow = (): void => killGroup(child)
  process.once('exit', endNow)
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed = (printed + text).slice(-4000)
    })
  }
  const stop = async (): Promise<void> => {
    if (!hasEnded(child)) child.kill('SIGTERM')
    await waitUntil(() => hasEnded(child), stopMs)
    killGroup(child)
    process.off('exit', endNow)
  }
  const demoFile = join(home, 'demo.json')
  const isUp = await waitUntil(() => existsSync(demoFile) || hasEnded(child), startMs)
  if (!isUp || hasEnded(child)) {
    await stop()
    rmSync(home, { recursive: true, force: true })
    throw new Error(`The demo did not start:\n${printed}`)
  }
  return { file: JSON.parse(readFileSync(demoFile, 'utf8')) as DemoFile, stop }
}

/** With its owners: PostgreSQL's files are another user's. */
function copyHome(template: string, home: string): void {
  const copied = spawnSync('cp', ['-a', `${template}/.`, home], { encoding: 'utf8' })
  if (copied.status !== 0) throw new Error(copied.stderr)
  // Two of them at once would look for the same addresses.
  for (const name of ['demo.json', 'ports.json']) rmSync(join(home, name), { force: true })
  chmodSync(home, 0o755)
}

function buildPages(): void {
  for (const target of ['renderer', 'console'] as const) {
    const outcome = buildTarget(target, { force: false })
    if (outcome.kind === 'failed') throw new Error(`The build of ${target} failed:\n${outcome.output}`)
  }
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // Everything of it has ended.
  }
}

async function waitUntil(isSo: () => boolean, limitMs: number): Promise<boolean> {
  for (const until = Date.now() + limitMs; Date.now() < until; await sleep(100)) {
    if (isSo()) return true
  }
  return isSo()
}
