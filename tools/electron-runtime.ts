/**
 * Which Electron this machine can start: the official binary where it was downloaded, else an old one for tests only
 * that npm can bring (see tools/electron/testRuntime.ts), else none, with the reason.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { provideTestRuntime, type TestElectron } from './electron/testRuntime.ts'

const electronFolder = fileURLToPath(new URL('../apps/desktop/node_modules/electron', import.meta.url))

interface OfficialElectron {
  readonly kind: 'official'
  readonly executable: string
  readonly version: string
}

interface NoElectron {
  readonly kind: 'none'
  readonly reason: string
}

export type ElectronRuntime = OfficialElectron | TestElectron | NoElectron

/** `officialOnly` never fetches anything. */
export async function findElectronRuntime({ officialOnly = false } = {}): Promise<ElectronRuntime> {
  const official = findOfficial()
  if (official !== undefined) return official
  const howToGet = 'Electron’s own binary is not here; where its download site can be reached: npx --prefix apps/desktop install-electron'
  if (officialOnly) return { kind: 'none', reason: howToGet }
  const provided = await provideTestRuntime()
  return provided.kind === 'ready' ? provided.runtime : { kind: 'none', reason: `${howToGet}. ${provided.reason}` }
}

/** Not by `require('electron')`: where the binary is missing, that one starts a download. */
function findOfficial(): OfficialElectron | undefined {
  const version = readText(join(electronFolder, 'package.json'), (text) => (JSON.parse(text) as { version: string }).version)
  const name = readText(join(electronFolder, 'path.txt'), (text) => text.trim())
  if (version === undefined) return undefined
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  const executable = join(override ?? join(electronFolder, 'dist'), name ?? 'electron')
  return existsSync(executable) ? { kind: 'official', executable, version } : undefined
}

function readText<T>(path: string, parse: (text: string) => T): T | undefined {
  try {
    return parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
