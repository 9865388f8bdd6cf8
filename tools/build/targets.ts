/** The four bundles: what each is made from, how, and whether it has to be made again. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { isUpToDate, stampSources } from './stamp.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const testBuild = 'apps/desktop/out/test-build'

export const targetNames = ['renderer', 'console', 'electron', 'electron-test'] as const
export type TargetName = (typeof targetNames)[number]

export const isTargetName = (name: string): name is TargetName => targetNames.some((target) => target === name)

interface Target {
  /** Without these there is nothing to build yet. */
  readonly entries: readonly string[]
  /** Files and folders whose content decides whether to build again. */
  readonly sources: readonly string[]
  /** A file that the build leaves behind. */
  readonly result: string
  readonly folder: string
  /** Scripts of Node, relative to the folder, with their arguments. */
  readonly commands: readonly (readonly [string, ...string[]])[]
  readonly afterwards?: () => void
}

const shared = ['packages/ui/src', 'packages/schema/src', 'pnpm-lock.yaml', 'tools/build']
const electronSources = ['main', 'preload', 'host', 'contract'].map((folder) => `apps/desktop/src/${folder}`)

const electron: Target = {
  entries: ['main/index.ts', 'preload/index.ts', 'host/utility.ts'].map((file) => `apps/desktop/src/${file}`),
  sources: [...electronSources, 'apps/desktop/electron.vite.config.ts', 'apps/desktop/package.json', ...shared],
  result: 'apps/desktop/out/main/index.cjs',
  folder: 'apps/desktop',
  commands: ['app', 'host'].map(electronVite),
}

const targets: Readonly<Record<TargetName, Target>> = {
  renderer: {
    entries: ['apps/desktop/src/renderer/index.html', 'apps/desktop/src/renderer/main.tsx'],
    sources: ['apps/desktop/src/renderer', 'apps/desktop/src/contract', 'apps/desktop/vite.config.ts', 'apps/desktop/package.json', ...shared],
    result: 'apps/desktop/out/renderer/index.html',
    folder: 'apps/desktop',
    commands: [['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn']],
  },
  console: {
    entries: ['apps/sync-server/console/index.html', 'apps/sync-server/console/main.tsx'],
    sources: ['apps/sync-server/console', 'apps/sync-server/vite.config.ts', 'apps/sync-server/package.json', ...shared],
    result: 'apps/sync-server/out/console/index.html',
    folder: 'apps/sync-server',
    commands: [['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn']],
  },
  electron,
  'electron-test': {
    ...electron,
    entries: [...electron.entries, 'apps/desktop/out/renderer/index.html'],
    sources: [...electron.sources, 'apps/desktop/out/renderer'],
    result: `${testBuild}/main/index.cjs`,
    commands: ['test-app', 'test-host'].map(electronVite),
    afterwards: finishTestBuild,
  },
}

export type BuildOutcome =
  | { readonly kind: 'unchanged' | 'built' }
  | { readonly kind: 'absent'; readonly missing: readonly string[] }
  | { readonly kind: 'failed'; readonly output: string }

export function buildTarget(name: TargetName, { force }: { readonly force: boolean }): BuildOutcome {
  const target = targets[name]
  const missing = target.entries.filter((entry) => !existsSync(join(root, entry)))
  if (missing.length > 0) return { kind: 'absent', missing }
  if (!force && existsSync(join(root, target.result)) && isUpToDate(root, name, target.sources)) return { kind: 'unchanged' }
  for (const [script, ...args] of target.commands) {
    const done = spawnSync(process.execPath, [join(root, target.folder, script), ...args], {
      cwd: join(root, target.folder),
      encoding: 'utf8',
      env: { ...process.env, NODE_ENV: 'production' },
    })
    if (done.status !== 0) return { kind: 'failed', output: `${done.stdout}${done.stderr}` }
  }
  target.afterwards?.()
  stampSources(root, name, target.sources)
  return { kind: 'built' }
}

function electronVite(mode: string): readonly [string, ...string[]] {
  return ['node_modules/electron-vite/bin/electron-vite.js', 'build', '--config', 'electron.vite.config.ts', '--mode', mode]
}

/** Electron takes the folder for an app: it needs a package.json and the same pages beside it. */
function finishTestBuild(): void {
  const folder = join(root, testBuild)
  rmSync(join(folder, 'renderer'), { recursive: true, force: true })
  cpSync(join(root, 'apps/desktop/out/renderer'), join(folder, 'renderer'), { recursive: true })
  const manifest = { name: 'lianyi', productName: '联医', version: '0.1.0', main: 'main/index.cjs' }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`)
}
