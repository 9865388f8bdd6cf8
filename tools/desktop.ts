/**
 * `npm run desktop [-- --data-dir=DIR --county-url=URL]`: the clinic in Electron, on the demo's data unless told
 * otherwise (stop the demo first: a replica has one host). With Electron's own binary; with the old one for tests only when LIANYI_TEST_RUNTIME=1.
 */
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { prepareElectron } from './electron/launch.ts'
import { optionsOf } from './options.ts'

/** The demo's first clinic; its replica is encrypted, so the runtime that cannot decrypt gets a folder of its own. */
const dataFolders = { official: '../.lianyi/clinics/qingshiping', 'test-runtime': '../.lianyi/test-runtime' }

const values = optionsOf({
  'data-dir': { type: 'string' },
  'county-url': { type: 'string', default: 'http://127.0.0.1:7300' },
}, 'npm run desktop -- [--data-dir DIR] [--county-url URL]')

const electron = await prepareElectron({ officialOnly: process.env['LIANYI_TEST_RUNTIME'] !== '1' })
if (electron.kind === 'none') {
  console.error(`无法启动桌面程序 · The desktop app cannot be started. ${electron.reason}`)
  console.error('浏览器版不需要它：npm start · The web shell needs none of it: npm start')
  process.exit(1)
}
if (electron.runtime === 'test-runtime') {
  console.log(`Electron ${electron.version}，仅供测试，数据未加密 · only for tests, its data is not encrypted`)
}
const dataDir = values['data-dir'] ?? fileURLToPath(new URL(dataFolders[electron.runtime], import.meta.url))
const flags = [`--data-dir=${resolve(dataDir)}`, `--county-url=${values['county-url']}`]
const child = spawn(electron.executable, [...electron.args, ...flags], { stdio: 'inherit', env: electron.env })
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
child.on('close', (code) => {
  process.exitCode = code ?? 1
})
