/** Browser tests on the real screens, host and server; `electron` is the desktop shell itself. */
import { defineConfig } from '@playwright/test'
import { findChromium } from './tools/chromium.ts'

/** For the hosts and command lines that are started from here: what a PIN costs is measured elsewhere. */
process.env['LIANYI_TEST_SCRYPT_N'] ??= '4096'
const executablePath = findChromium()
/** Chromium's own sandbox does not start for root, as in a container. */
const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
/** There is no graphics card: to imitate one costs more than to draw without. */
const args = [...asRoot, '--disable-gpu', '--disable-software-rasterizer', '--in-process-gpu']
const electronSpec = /(^|[./\\])electron\.spec\.ts$/

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/e2e',
  // Each has a county and two clinics of its own; half of the time one waits for a page to be drawn.
  workers: 2,
  fullyParallel: false,
  forbidOnly: process.env['CI'] !== undefined,
  // Limits for what hangs, not measures: a busy machine, or its disk, may stand still for many seconds.
  timeout: 240_000,
  expect: { timeout: 40_000 },
  reporter: [['list']],
  use: {
    viewport: { width: 1366, height: 768 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    actionTimeout: 40_000,
    video: 'off',
    screenshot: 'only-on-failure',
    // A trace costs a third of the processor: --trace retain-on-failure when one is looked for.
    trace: 'off',
  },
  projects: [
    {
      name: 'chromium',
      testIgnore: electronSpec,
      use: { browserName: 'chromium', launchOptions: { args, ...(executablePath === undefined ? {} : { executablePath }) } },
    },
    { name: 'electron', testMatch: electronSpec },
  ],
})
