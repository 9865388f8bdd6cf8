/** How many passed, failed and were skipped, and which failed, from the JSON reports of vitest and Playwright. */
import { readFileSync } from 'node:fs'

export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** The failed tests by name, each with the first line of what went wrong. */
  readonly failures: readonly string[]
}

export const nothing: Counts = { passed: 0, failed: 0, skipped: 0, failures: [] }

export const add = (a: Counts, b: Counts): Counts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
  failures: [...a.failures, ...b.failures],
})

/** One check that either holds or does not. */
export const checked = (isGood: boolean): Counts => (isGood ? { ...nothing, passed: 1 } : { ...nothing, failed: 1 })

interface VitestReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly testResults?: readonly {
    readonly name: string
    readonly message?: string
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string; readonly failureMessages?: readonly string[] }[]
  }[]
}

export function vitestCounts(path: string, exitCode: number): Counts {
  const report = readReport(path) as VitestReport | undefined
  if (report === undefined) return checked(exitCode === 0)
  const { numPassedTests: passed, numFailedTests: failed, numPendingTests, numTodoTests } = report
  const failures = (report.testResults ?? []).flatMap(({ name, message = '', assertionResults }) => {
    const inFile = assertionResults.filter(({ status }) => status === 'failed').map(({ fullName, failureMessages = [] }) => failure(fullName, failureMessages[0]))
    return inFile.length === 0 && message !== '' ? [failure(name, message)] : inFile
  })
  return withCrash({ passed, failed, skipped: numPendingTests + numTodoTests, failures }, exitCode)
}

interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[]
  readonly specs?: readonly { readonly title: string; readonly ok: boolean; readonly tests: readonly { readonly results: readonly { readonly error?: { readonly message?: string } }[] }[] }[]
}

interface PlaywrightReport extends PlaywrightSuite {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number; readonly skipped: number }
}

/** A test that passed only when tried again is counted as failed: it is a test that one cannot trust. */
export function playwrightCounts(path: string, exitCode: number): Counts {
  const report = readReport(path) as PlaywrightReport | undefined
  if (report === undefined) return checked(exitCode === 0)
  const { expected, unexpected, flaky, skipped } = report.stats
  return withCrash({ passed: expected, failed: unexpected + flaky, skipped, failures: failuresIn(report) }, exitCode)
}

function failuresIn({ suites = [], specs = [] }: PlaywrightSuite): readonly string[] {
  const here = specs.filter(({ ok }) => !ok).flatMap(({ title, tests }) => {
    const error = tests.flatMap(({ results }) => results).find((result) => result.error !== undefined)?.error
    return error === undefined ? [] : [failure(title, error.message)]
  })
  return [...here, ...suites.flatMap(failuresIn)]
}

const coloured = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g')

const failure = (name: string, message = ''): string => `${name}: ${message.replaceAll(coloured, '').split('\n', 1)[0] ?? ''}`.slice(0, 400)

/** A file that could not be loaded, an unhandled error or a time limit is no test, and yet a failure. */
function withCrash(counts: Counts, exitCode: number): Counts {
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

function readReport(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
