/**
 * `npm run build [-- --only renderer,console,electron,electron-test] [--force]`: bundles what changed since last time.
 * Exit code 1 when a build failed; a target whose entry is not there yet is named and left out.
 */
import process from 'node:process'
import { optionsOf } from './options.ts'
import { buildTarget, isTargetName, targetNames, type TargetName } from './build/targets.ts'

const values = optionsOf({ only: { type: 'string' }, force: { type: 'boolean', default: false } }, 'npm run build -- [--only renderer,console,electron,electron-test] [--force]')

const asked = values.only?.split(',') ?? ['renderer', 'console', 'electron']
const unknown = asked.filter((name) => !isTargetName(name))
if (unknown.length > 0) {
  console.error(`没有这样的目标 · No such target: ${unknown.join(', ')} (${targetNames.join(', ')})`)
  process.exit(2)
}

let failures = 0
for (const name of asked.filter((candidate): candidate is TargetName => isTargetName(candidate))) {
  const started = Date.now()
  const outcome = buildTarget(name, { force: values.force })
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  switch (outcome.kind) {
    case 'unchanged':
      console.log(`构建 ${name} · build ${name}: 没有变化 · unchanged`)
      break
    case 'built':
      console.log(`构建 ${name} · build ${name}: 完成 · done  (${seconds} s)`)
      break
    case 'absent':
      console.log(`构建 ${name} · build ${name}: 跳过，尚无 · left out, there is no ${outcome.missing.join(', ')}`)
      break
    case 'failed':
      failures += 1
      console.error(outcome.output)
      console.error(`构建 ${name} · build ${name}: 失败 · failed  (${seconds} s)`)
      break
  }
}
if (failures > 0) process.exitCode = 1
