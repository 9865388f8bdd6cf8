/**
 * Electron's default app in short: loads the app whose folder (or main file) is the first argument that is no switch,
 * under that app's name and version. Runs inside Electron only. It awaits the app at its top level, since Electron
 * holds `ready` back until then, and some calls are allowed only before.
 */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

const given = process.argv.slice(1).find((argument) => !argument.startsWith('-'))
if (given === undefined) {
  console.error('Usage: electron [switches] FOLDER [arguments]')
  process.exit(1)
}
process.defaultApp = true
try {
  await load(resolve(given))
} catch (error) {
  console.error(error)
  process.exit(1)
}

async function load(path) {
  const isFolder = existsSync(path) && statSync(path).isDirectory()
  const folder = isFolder ? path : dirname(path)
  const manifest = isFolder ? JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) : {}
  const name = manifest.productName ?? manifest.name
  if (name !== undefined) app.setName(name)
  if (manifest.version !== undefined) app.setVersion(manifest.version)
  app.setAppPath(folder)
  await import(pathToFileURL(isFolder ? join(folder, manifest.main ?? 'index.js') : path).href)
}
