/** How many passed, failed and were skipped, from the JSON reports of vitest and Playwright. */
import { readFileSync } from 'node:fs'

export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

export const nothing: Counts = { passed: 0, failed: 0, skipped: 0 }

export const add = (a: Counts, b: Counts): Counts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
})

/** One check that either holds or does not. */
export const checked = (isGood: boolean): Counts => (isGood ? { ...nothing, passed: 1 } : { ...nothing, failed: 1 })

interface VitestReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
}

export function vitestCounts(path: string, exitCode: number): Counts {
  const report = readReport(path) as VitestReport | undefined
  if (report === undefined) return checked(exitCode === 0)
  const { numPassedTests: passed, numFailedTests: failed, numPendingTests, numTodoTests } = report
  return withCrash({ passed, failed, skipped: numPendingTests + numTodoTests }, exitCode)
}

interface PlaywrightReport {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number; readonly skipped: number }
}

/** A test that passed only when tried again is counted as failed: it is a test that one cannot trust. */
export function playwrightCounts(path: string, exitCode: number): Counts {
  const report = readReport(path) as PlaywrightReport | undefined
  if (report === undefined) return checked(exitCode === 0)
  const { expected, unexpected, flaky, skipped } = report.stats
  return withCrash({ passed: expected, failed: unexpected + flaky, skipped }, exitCode)
}

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
