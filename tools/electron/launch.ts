/**
 * Everything that starting our app in Electron takes: a runtime, a fresh build that suits it, arguments, environment.
 * For Playwright: `_electron.launch({ executablePath: executable, args: [...args, '--data-dir=...'], env })`.
 */
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { buildTarget, type TargetName } from '../build/targets.ts'
import { findElectronRuntime } from '../electron-runtime.ts'

const desktop = fileURLToPath(new URL('../../apps/desktop', import.meta.url))

export type PreparedElectron =
  | {
      readonly kind: 'ready'
      readonly runtime: 'official' | 'test-runtime'
      readonly version: string
      readonly executable: string
      /** The app's folder, and --no-sandbox where the user is root; the app's own flags come after these. */
      readonly args: readonly string[]
      readonly env: Readonly<Record<string, string>>
    }
  | { readonly kind: 'none'; readonly reason: string }

/** @throws Error with the bundler's words, when a build fails */
export async function prepareElectron({ officialOnly = false } = {}): Promise<PreparedElectron> {
  const found = await findElectronRuntime({ officialOnly })
  if (found.kind === 'none') return found
  const isOfficial = found.kind === 'official'
  const absent = ['renderer' as const, isOfficial ? ('electron' as const) : ('electron-test' as const)].flatMap(build)
  if (absent.length > 0) return { kind: 'none', reason: `There is nothing to start yet: no ${absent.join(', ')}` }
  const isRoot = process.getuid?.() === 0
  return {
    kind: 'ready',
    runtime: found.kind,
    version: found.version,
    executable: found.executable,
    args: [isOfficial ? desktop : join(desktop, 'out', 'test-build'), ...(isRoot ? ['--no-sandbox'] : [])],
    env: {
      ...ownEnvironment(),
      ...(found.kind === 'test-runtime' ? { LIANYI_TEST_BETTER_SQLITE3: found.betterSqlite3Dir } : {}),
    },
  }
}

/** @returns the entries that are missing */
function build(target: TargetName): readonly string[] {
  const outcome = buildTarget(target, { force: false })
  if (outcome.kind === 'failed') throw new Error(`The build of ${target} failed:\n${outcome.output}`)
  return outcome.kind === 'absent' ? outcome.missing : []
}

function ownEnvironment(): Record<string, string> {
  // Set by some editors; it would make Electron behave as plain Node.
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env
  return Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}
