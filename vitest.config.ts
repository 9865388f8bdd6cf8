/** Unit and integration tests; the browser's are in playwright.config.ts. A test lies beside its code or in tests/. */
import { defineConfig } from 'vitest/config'

const project = (name: string, include: string[], more: object = {}) => ({ extends: true as const, test: { name, include, ...more } })
/** Files that leave nothing behind in their process share it, and what it has read of our sources. */
const together = { isolate: false }
/** Of those that write to a county. */
const globalSetup = ['tests/builders/runsPostgres.ts']

export default defineConfig({
  test: {
    // Processes: SQLite and PostgreSQL are native or processes themselves.
    pool: 'forks',
    // What a PIN costs is measured by `npm run bench -- unlock`.
    env: { LIANYI_TEST_SCRYPT_N: '4096' },
    // Two more than the smallest machine has cores: some wait for a line, a lock or a disk.
    maxWorkers: 4,
    // A limit for what hangs, not a measure: a busy machine, or its disk, may stand still for many seconds.
    testTimeout: 90_000,
    // The first hook of a file may start a PostgreSQL.
    hookTimeout: 180_000,
    expect: { poll: { timeout: 30_000 } },
    exclude: ['**/node_modules/**', '**/out/**', 'tests/e2e/**'],
    passWithNoTests: true,
    projects: [
      project('schema', ['packages/**/*.test.{ts,tsx}'], together),
      project('desktop', ['apps/desktop/**/*.test.{ts,tsx}'], together),
      project('server', ['apps/sync-server/**/*.test.{ts,tsx}'], { globalSetup, ...together }),
      // RxDB is loaded anew within a file, as after a restart.
      project('conformance', ['tests/**/*.test.ts', 'tools/**/*.test.ts'], { globalSetup, ...together, server: { deps: { inline: [/rxdb/] } } }),
    ],
  },
})
