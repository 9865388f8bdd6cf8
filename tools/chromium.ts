/** Where a Chromium is that Playwright can drive, and how one comes to this machine when there is none. */
import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'

const root = fileURLToPath(new URL('..', import.meta.url))
/** The shell without a window first: the same engine, which does not draw a browser around each page. */
const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const installLimitMs = 180_000

/** The first of: CHROMIUM_PATH, a Chromium or Chrome of the system, the one that Playwright downloaded. */
export function findChromium(): string | undefined {
  const asked = process.env['CHROMIUM_PATH']
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/snap/bin']
  const ofSystem = folders.flatMap((folder) => names.map((name) => join(folder, name)))
  const candidates = [...(asked === undefined ? [] : [asked]), ...ofSystem, ...usualPlaces(), chromium.executablePath()]
  return candidates.find(isExecutable)
}

export type Provided =
  | { readonly kind: 'found'; readonly executable: string }
  | { readonly kind: 'missing'; readonly tried: readonly string[]; readonly whatToDo: string }

/** Finds a Chromium or, failing that, tries to install one: Playwright's own, then Debian's where we may. */
export function provideChromium(say: (line: string) => void): Provided {
  const present = findChromium()
  if (present !== undefined) return { kind: 'found', executable: present }
  const tried: string[] = []
  for (const { title, command } of waysToInstall()) {
    say(`没有找到 Chromium，正在安装 · No Chromium found, trying: ${title}`)
    const done = spawnSync(command[0], command.slice(1), { cwd: root, encoding: 'utf8', timeout: installLimitMs })
    const executable = findChromium()
    if (executable !== undefined) return { kind: 'found', executable }
    tried.push(`${title}: ${tellingLine(done.stderr) ?? done.error?.message ?? `exit code ${String(done.status)}`}`)
  }
  const whatToDo =
    'Install Chromium or Google Chrome, or set CHROMIUM_PATH to its executable; LIANYI_SKIP_E2E=1 leaves the browser tests out.'
  return { kind: 'missing', tried, whatToDo }
}

interface Way {
  readonly title: string
  readonly command: readonly [string, ...string[]]
}

function waysToInstall(): readonly Way[] {
  const cli = join(root, 'node_modules', 'playwright', 'cli.js')
  const ways: Way[] = [{ title: 'playwright install chromium', command: [process.execPath, cli, 'install', 'chromium'] }]
  const isRoot = process.getuid?.() === 0
  if (isRoot && isExecutable('/usr/bin/apt-get')) {
    const install = 'apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium fonts-noto-cjk'
    ways.push({ title: 'apt-get install chromium', command: ['/bin/sh', '-c', install] })
  }
  return ways
}

function usualPlaces(): readonly string[] {
  const { LOCALAPPDATA: local = '', PROGRAMFILES: programs = '' } = process.env
  switch (process.platform) {
    case 'win32':
      return [local, programs].map((folder) => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'))
    case 'darwin':
      return ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)
    default:
      return []
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function tellingLine(text: string | null): string | undefined {
  const lines = (text ?? '').split('\n').filter((line) => line.trim() !== '')
  return (lines.find((line) => /error|fail|unable/i.test(line)) ?? lines.at(-1))?.trim()
}
