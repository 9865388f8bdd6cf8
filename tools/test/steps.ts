/** The steps of `npm test`, cheapest first. A step says how many of its tests passed, failed and were skipped. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { provideChromium } from '../chromium.ts'
import { findElectronRuntime } from '../electron-runtime.ts'
import { runCommand } from './command.ts'
import { checked, nothing, playwrightCounts, vitestCounts, type Counts } from './counts.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))

interface StepResult {
  readonly counts: Counts
  /** Why something was left out or could not be run. */
  readonly note?: string
}

export interface Step {
  readonly name: string
  readonly title: string
  readonly chinese: string
  readonly limitMs: number
  /** Runs beside the one before it. */
  readonly isBeside?: boolean
  readonly run: (limitMs: number) => Promise<StepResult>
}

/** Whether all is asked for of which each run takes a share; tests read it from the environment. */
export const isWhole = process.argv.includes('--whole')
if (isWhole) process.env['LIANYI_WHOLE'] = '1'

const minute = 60_000 * (isWhole ? 10 : 1)
const node = process.execPath
const schedules = isWhole ? '5000' : '120'
/** Other schedules each day, over three years. */
const firstSchedule = String(1 + (Math.floor(Date.now() / 86_400_000) % 1_000) * 5_000)
const vitestReport = 'test-results/vitest.json'

const check = (name: string, chinese: string, title: string, command: readonly string[], more: Partial<Pick<Step, 'limitMs' | 'isBeside'>> = {}): Step => ({
  name,
  title,
  chinese,
  limitMs: 10 * minute,
  ...more,
  run: async (limit) => ({ counts: checked((await runCommand([node, ...command], { limitMs: limit })) === 0) }),
})

export const steps: readonly Step[] = [
  check('typecheck', '类型检查', 'types', ['node_modules/typescript-native/bin/tsc', '-b', 'tsconfig.json']),
  check('oxlint', '代码规范', 'lint', ['node_modules/oxlint/bin/oxlint', '--deny-warnings'], { isBeside: true }),
  check('arrows', '架构依赖', 'who may import whom', [
    'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
    '--config',
    '.dependency-cruiser.cjs',
    'apps',
    'packages',
    'tests',
    'tools',
  ], { isBeside: true }),
  check('unused', '无用代码', 'unused files, exports and packages', ['node_modules/knip/bin/knip.js', '--no-progress', '--no-config-hints'], { isBeside: true }),
  { name: 'vitest', chinese: '单元与集成测试', title: 'unit and integration tests', limitMs: 15 * minute, run: runVitest },
  check('simulation', '故障模拟', `${schedules} schedules of faults`, ['tests/simulation/main.ts', '--seeds', schedules, '--from', firstSchedule], { limitMs: 8 * minute }),
  check('build', '构建', 'build', ['tools/build.ts']),
  { name: 'browser', chinese: '浏览器测试', title: 'browser tests', limitMs: 18 * minute, run: runBrowserTests },
  { name: 'electron', chinese: '桌面程序测试', title: 'Electron tests', limitMs: 12 * minute, run: runElectronTests },
]

async function runVitest(limitMs: number): Promise<StepResult> {
  rmSync(vitestReport, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`]
  const code = await runCommand([node, 'node_modules/vitest/vitest.mjs', 'run', ...reporters], { limitMs })
  return { counts: vitestCounts(vitestReport, code) }
}

async function runBrowserTests(limitMs: number): Promise<StepResult> {
  if (isLeftOut()) return leftOut('LIANYI_SKIP_E2E=1')
  if (specs().every(isElectronSpec)) return { counts: nothing, note: 'there are none yet' }
  const chromium = provideChromium((line) => {
    console.log(line)
  })
  if (chromium.kind === 'missing') {
    for (const line of chromium.tried) console.error(`  ${line}`)
    return { counts: checked(false), note: `no Chromium. ${chromium.whatToDo}` }
  }
  return runPlaywright('chromium', limitMs, [], { CHROMIUM_PATH: chromium.executable })
}

async function runElectronTests(limitMs: number): Promise<StepResult> {
  if (isLeftOut()) return leftOut('LIANYI_SKIP_E2E=1')
  if (!specs().some(isElectronSpec)) return { counts: nothing, note: 'there are none yet' }
  const runtime = await findElectronRuntime()
  if (runtime.kind === 'none') return leftOut(runtime.reason)
  console.log(`Electron ${runtime.version} (${runtime.kind})`)
  if (hasDisplay()) return runPlaywright('electron', limitMs)
  if (!isOnPath('xvfb-run')) return leftOut('no display, and no xvfb-run to make one: apt-get install xvfb xauth')
  return runPlaywright('electron', limitMs, ['xvfb-run', '-a'])
}

async function runPlaywright(
  project: string,
  limitMs: number,
  prefix: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<StepResult> {
  const report = `test-results/playwright-${project}.json`
  rmSync(report, { force: true })
  const options = [`--project=${project}`, '--reporter=list,json', `--output=test-results/${project}`]
  const template = await demoTemplate()
  const command = [...prefix, node, 'node_modules/@playwright/test/cli.js', 'test', ...options]
  const code = await runCommand(command, { limitMs, env: { ...env, ...(template !== null && { LIANYI_DEMO_TEMPLATE: template }), PLAYWRIGHT_JSON_OUTPUT_FILE: join(root, report) } })
  return { counts: playwrightCounts(report, code) }
}

let template: Promise<string | null> | null = null
/** A demo that was made once for all workers of the run; without one each makes its own. */
const demoTemplate = (): Promise<string | null> => (template ??= makeDemoTemplate())

async function makeDemoTemplate(): Promise<string | null> {
  const folder = mkdtempSync(join(tmpdir(), 'lianyi-demo-template-'))
  process.once('exit', () => { rmSync(folder, { recursive: true, force: true }) })
  const code = await runCommand([node, 'tests/e2e/demo/makeTemplate.ts', folder], { limitMs: 5 * minute, env: { LIANYI_TEST_SCRYPT_N: '4096' } })
  return code === 0 ? folder : null
}

const isLeftOut = (): boolean => process.env['LIANYI_SKIP_E2E'] === '1'

function leftOut(reason: string): StepResult {
  console.log(`跳过 · Skipped: ${reason}`)
  return { counts: { ...nothing, skipped: 1 }, note: reason }
}

function specs(): readonly string[] {
  const folder = join(root, 'tests', 'e2e')
  return existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.spec.ts')) : []
}

const isElectronSpec = (name: string): boolean => /(^|[./\\])electron\.spec\.ts$/.test(name)

/** Only X11 and Wayland need one to be named. */
const hasDisplay = (): boolean =>
  process.platform !== 'linux' || process.env['DISPLAY'] !== undefined || process.env['WAYLAND_DISPLAY'] !== undefined

const isOnPath = (name: string): boolean => (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)))
