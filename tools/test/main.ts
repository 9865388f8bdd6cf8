/**
 * What `npm test` runs, in order; all of it, even after a failure. Steps that leave a core idle run side by side.
 * Names as arguments choose steps: `npm test -- typecheck vitest`; `--whole` does all of what each run takes a share of
 * (hours). The exit code is 1 if anything failed; the last line is the sum.
 */
import { mkdirSync } from 'node:fs'
import process from 'node:process'
import { stopCommands } from './command.ts'
import { add, nothing, type Counts } from './counts.ts'
import { isWhole, root, steps, type Step } from './steps.ts'

/** Seventeen minutes on two quiet cores; what is not done in this time, on a machine that does other things too, has failed. */
const totalMs = (isWhole ? 300 : 40) * 60_000
const startedMs = Number(process.env['LIANYI_TEST_STARTED_MS'] ?? Date.now())

interface Row {
  readonly name: string
  readonly counts: Counts
  readonly ms: number
  readonly note: string
}

process.chdir(root)
mkdirSync('test-results', { recursive: true })
const rows: Row[] = []
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    stopCommands()
    rows.push({ name: 'stopped', counts: { ...nothing, failed: 1 }, ms: 0, note: signal })
    report()
    process.exit(1)
  })
}

const chosen = process.argv.slice(2).filter((name) => name !== '--whole')
const strangers = chosen.filter((name) => steps.every((step) => step.name !== name))
if (strangers.length > 0) {
  console.error(`没有这样的步骤 · No such step: ${strangers.join(', ')} (${steps.map(({ name }) => name).join(', ')})`)
  process.exit(2)
}
const toRun = steps.filter(({ name }) => chosen.length === 0 || chosen.includes(name))

let begun = 0
for (const together of groups(toRun)) await Promise.all(together.map(run))
process.exitCode = report() > 0 ? 1 : 0

async function run(step: Step): Promise<void> {
  begun += 1
  console.log(`\n━━ [${begun}/${toRun.length}] ${step.chinese} · ${step.title}`)
  const begunMs = Date.now()
  const leftMs = startedMs + totalMs - begunMs
  const result = leftMs < 5_000 ? { counts: { ...nothing, failed: 1 }, note: 'no time left' } : await step.run(Math.min(step.limitMs, leftMs))
  const row = { name: step.name, counts: result.counts, ms: Date.now() - begunMs, note: result.note ?? '' }
  rows.push(row)
  const ended = row.counts.failed > 0 ? '✗ 失败 · failed' : '✓ 完成 · done'
  console.log(`${ended}: ${step.chinese} · ${step.title}  (${seconds(row.ms)})${row.note === '' ? '' : `  ${row.note}`}`)
}

/** Each step with those that run beside it. */
function groups(all: readonly Step[]): readonly (readonly Step[])[] {
  const grouped: Step[][] = []
  for (const step of all) {
    const last = grouped.at(-1)
    if (step.isBeside === true && last !== undefined) last.push(step)
    else grouped.push([step])
  }
  return grouped
}

/** @returns how many failed */
function report(): number {
  const sum = rows.map(({ counts }) => counts).reduce(add, nothing)
  console.log(`\n${line('', 'passed', 'failed', 'skipped', 'time', '')}`)
  for (const { name, counts, ms, note } of rows) {
    console.log(line(name, String(counts.passed), String(counts.failed), String(counts.skipped), seconds(ms), note))
  }
  for (const failure of sum.failures) console.log(`\n✗ ${failure}`)
  console.log(`\n${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`)
  return sum.failed
}

function line(name: string, passed: string, failed: string, skipped: string, time: string, note: string): string {
  return `  ${name.padEnd(14)}${passed.padStart(8)}${failed.padStart(8)}${skipped.padStart(9)}${time.padStart(10)}  ${note}`.trimEnd()
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
