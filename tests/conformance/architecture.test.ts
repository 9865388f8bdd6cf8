/**
 * The lint rule that keeps the arrows of the house is itself tested: a small house is built in a temporary folder, with
 * one forbidden import per file, and each must be reported under the name of its rule; the allowed ones must not.
 */
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cruise, type ICruiseResult, type IConfiguration } from 'dependency-cruiser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const config = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs')) as IConfiguration

const desktop = 'apps/desktop/src'
const server = 'apps/sync-server/src'
const console_ = 'apps/sync-server/console'
const schema = 'packages/schema/src'
const ui = 'packages/ui/src'

/** [importing file, imported file or package, rule that must speak] */
const forbidden: readonly (readonly [string, string, string])[] = [
  [`${desktop}/contract/a.ts`, `${ui}/x.ts`, `arrow: ${desktop}/contract`],
  [`${desktop}/contract/b.ts`, `${desktop}/host/index.ts`, `types only: ${desktop}/contract`],
  [`${desktop}/host/replica/a.ts`, `${desktop}/host/replication/x.ts`, `arrow: ${desktop}/host/replica`],
  [`${desktop}/host/replica/b.ts`, `${desktop}/host/index.ts`, 'root: host itself'],
  [`${desktop}/host/replication/a.ts`, `${desktop}/host/features/stock/x.ts`, `arrow: ${desktop}/host/replication`],
  [`${desktop}/host/features/stock/a.ts`, `${desktop}/host/replication/x.ts`, `types only: ${desktop}/host/features`],
  [`${desktop}/host/features/stock/c.ts`, `${desktop}/contract/x.ts`, `arrow: ${desktop}/host/features`],
  [`${desktop}/host/chart/a.ts`, `${desktop}/host/trpc.ts`, `arrow: ${desktop}/host/chart`],
  [`${desktop}/host/features/stock/b.ts`, `${desktop}/host/features/patients/x.ts`, `siblings: ${desktop}/host/features`],
  [`${desktop}/host/backup/a.ts`, `${desktop}/host/features/stock/x.ts`, 'root: host'],
  [`${desktop}/host/backup/b.ts`, `${desktop}/contract/x.ts`, `arrow: ${desktop}/host`],
  [`${desktop}/host/a.ts`, `${desktop}/renderer/x.ts`, `arrow: ${desktop}/host`],
  [`${desktop}/host/b.ts`, 'electron', 'package: electron'],
  [`${desktop}/host/c.ts`, 'better-sqlite3', 'package: better-sqlite3'],
  [`${desktop}/host/d.ts`, 'react', 'package: react'],
  [`${desktop}/main/a.ts`, `${desktop}/host/index.ts`, `arrow: ${desktop}/main`],
  [`${desktop}/main/b.ts`, 'better-sqlite3', 'package: better-sqlite3'],
  [`${desktop}/preload/a.ts`, `${schema}/documents/x.ts`, `arrow: ${desktop}/preload`],
  [`${desktop}/preload/b.ts`, 'electron-updater', 'package: electron-updater'],
  [`${desktop}/web/a.ts`, `${desktop}/main/x.ts`, `arrow: ${desktop}/web`],
  [`${desktop}/web/b.ts`, 'electron', 'package: electron'],
  [`${desktop}/cli/a.ts`, `${desktop}/renderer/x.ts`, `arrow: ${desktop}/cli`],
  [`${desktop}/renderer/a.ts`, `${desktop}/host/index.ts`, `arrow: ${desktop}/renderer`],
  [`${desktop}/renderer/b.ts`, 'electron', 'package: electron'],
  [`${desktop}/renderer/c.ts`, 'node:fs', 'browser code'],
  [`${desktop}/renderer/shell/a.ts`, `${desktop}/renderer/features/stock/x.ts`, 'root: renderer'],
  [`${desktop}/renderer/features/stock/a.ts`, `${desktop}/renderer/features/patients/x.ts`, `siblings: ${desktop}/renderer/features`],
  [`${desktop}/attic/a.ts`, `${schema}/basics/x.ts`, 'known rooms'],
  [`${desktop}/host/e.ts`, `${server}/sync/x.ts`, 'apps never import each other'],
  [`${server}/sync/a.ts`, `${desktop}/host/index.ts`, 'apps never import each other'],
  [`${server}/sync/b.ts`, `${server}/access/x.ts`, `arrow: ${server}/sync`],
  [`${server}/sync/c.ts`, 'pg', 'package: pg'],
  [`${server}/access/a.ts`, `${server}/sync/x.ts`, `arrow: ${server}/access`],
  [`${server}/directory/a.ts`, `${server}/access/x.ts`, `arrow: ${server}/directory`],
  [`${server}/updates/a.ts`, `${server}/reports/x.ts`, `arrow: ${server}/updates`],
  [`${server}/reports/a.ts`, `${server}/http/x.ts`, `arrow: ${server}/reports`],
  [`${server}/store/a.ts`, `${server}/sync/x.ts`, `arrow: ${server}/store`],
  [`${server}/http/a.ts`, `${server}/index.ts`, 'root: http'],
  [`${server}/store/b.ts`, `${server}/index.ts`, 'root: server'],
  [`${server}/jobs/a.ts`, `${server}/http/x.ts`, 'root: server'],
  [`${server}/http/b.ts`, 'rxdb', 'package: rxdb'],
  [`${server}/http/c.ts`, `${console_}/x.ts`, `arrow: ${server}/http`],
  [`${server}/a.ts`, `${console_}/x.ts`, `arrow: ${server}`],
  [`${console_}/b.ts`, `${desktop}/contract/x.ts`, `arrow: ${console_}`],
  [`${console_}/a.ts`, `${server}/index.ts`, `types only: ${console_}`],
  [`${console_}/b.ts`, `${desktop}/contract/x.ts`, 'apps never import each other'],
  [`${console_}/shell/a.ts`, `${console_}/features/today/x.ts`, 'root: console'],
  [`${console_}/features/today/a.ts`, `${console_}/features/devices/x.ts`, `siblings: ${console_}/features`],
  [`${desktop}/renderer/d.ts`, 'dexie', 'package: dexie'],
  [`${schema}/basics/a.ts`, `${schema}/codes/x.ts`, `arrow: ${schema}/basics`],
  [`${schema}/codes/a.ts`, `${schema}/documents/x.ts`, `arrow: ${schema}/codes`],
  [`${schema}/documents/a.ts`, `${schema}/rules/x.ts`, `arrow: ${schema}/documents`],
  [`${schema}/rules/a.ts`, `${schema}/merge/x.ts`, `arrow: ${schema}/rules`],
  [`${schema}/merge/a.ts`, `${schema}/wire/x.ts`, `arrow: ${schema}/merge`],
  [`${schema}/wire/a.ts`, `${schema}/merge/x.ts`, `arrow: ${schema}/wire`],
  [`${schema}/basics/b.ts`, 'node:fs', 'schema is pure'],
  [`${schema}/documents/b.ts`, `${ui}/x.ts`, `arrow: ${schema}/documents`],
  [`${schema}/a.ts`, `${ui}/x.ts`, `arrow: ${schema}`],
  [`${ui}/a.ts`, `${schema}/documents/x.ts`, `types only: ${ui}`],
  ['packages/ui/kit/a.ts', `${desktop}/contract/x.ts`, 'arrow: packages/ui/kit'],
  [`${desktop}/host/replication/b.ts`, `${desktop}/host/trpc.ts`, `arrow: ${desktop}/host/replication`],
  [`${ui}/b.ts`, `${desktop}/contract/x.ts`, `arrow: ${ui}`],
  [`${server}/store/c.ts`, 'tests/x.ts', 'tools and tests are for us'],
  [`${server}/store/d.ts`, 'tools/x.ts', 'tools and tests are for us'],
  [`${server}/store/a.test.ts`, 'tests/simulation/x.ts', 'tests use builders'],
  [`${server}/store/e.ts`, './nowhere.ts', 'no-unresolvable'],
  [`${server}/store/f.ts`, 'package-of-nobody', 'no-unresolvable'],
  [`${server}/store/g.ts`, 'package-not-listed', 'no-unlisted-package'],
]

/** [importing file, import statement's target, `type` where only the type is taken] */
const allowed: readonly (readonly [string, string, 'type' | 'value'])[] = [
  [`${desktop}/contract/ok.ts`, `${desktop}/host/index.ts`, 'type'],
  [`${desktop}/host/ok.ts`, `${desktop}/host/features/stock/x.ts`, 'value'],
  [`${desktop}/host/ok2.ts`, `${desktop}/host/replication/x.ts`, 'value'],
  [`${desktop}/host/replica/ok.ts`, 'better-sqlite3', 'value'],
  [`${desktop}/host/features/stock/ok.ts`, `${desktop}/host/replica/x.ts`, 'value'],
  [`${desktop}/host/features/stock/ok3.ts`, `${desktop}/host/trpc.ts`, 'value'],
  [`${desktop}/host/features/stock/ok4.ts`, `${desktop}/host/replication/x.ts`, 'type'],
  [`${desktop}/host/features/stock/ok5.ts`, `${desktop}/host/chart/x.ts`, 'value'],
  [`${desktop}/host/features/stock/ok2.ts`, '@lianyi/schema/documents/x', 'value'],
  [`${desktop}/main/ok.ts`, `${desktop}/contract/x.ts`, 'value'],
  [`${desktop}/main/ok2.ts`, 'electron', 'value'],
  [`${desktop}/preload/ok.ts`, 'electron', 'value'],
  [`${desktop}/web/ok.ts`, `${desktop}/host/index.ts`, 'value'],
  [`${desktop}/cli/ok.ts`, `${desktop}/host/index.ts`, 'value'],
  [`${desktop}/cli/ok2.ts`, `${desktop}/contract/x.ts`, 'value'],
  [`${desktop}/renderer/ok.ts`, `${desktop}/contract/x.ts`, 'value'],
  [`${desktop}/renderer/ok2.ts`, `${desktop}/renderer/features/stock/x.ts`, 'value'],
  [`${desktop}/renderer/features/stock/ok.ts`, 'react', 'value'],
  [`${server}/http/ok.ts`, `${server}/sync/x.ts`, 'value'],
  [`${server}/ok.ts`, `${server}/http/x.ts`, 'value'],
  [`${server}/cli/ok.ts`, `${server}/index.ts`, 'value'],
  [`${server}/store/ok.ts`, 'pg', 'value'],
  [`${console_}/ok.ts`, `${server}/index.ts`, 'type'],
  [`${console_}/ok2.ts`, 'rxdb', 'value'],
  [`${schema}/merge/ok.ts`, `${schema}/rules/x.ts`, 'value'],
  [`${schema}/wire/ok.ts`, `${schema}/documents/x.ts`, 'value'],
  [`${ui}/ok.ts`, `${schema}/documents/x.ts`, 'type'],
  [`${server}/store/ok.test.ts`, 'tests/builders/x.ts', 'value'],
  ['packages/ui/kit/ok.ts', `${ui}/x.ts`, 'value'],
  ['tests/ok.ts', `${server}/store/x.ts`, 'value'],
  ['tools/ok.ts', `${desktop}/host/index.ts`, 'value'],
]

let house: string
let violations: readonly { readonly rule: string; readonly from: string; readonly to: string }[]

beforeAll(async () => {
  house = await realpath(await mkdtemp(join(tmpdir(), 'lianyi-house-')))
  await build(house)
  const report = await cruise(
    ['apps', 'packages', 'tests', 'tools'],
    { ...config.options, validate: true, ruleSet: { forbidden: config.forbidden ?? [] }, baseDir: house, outputType: 'json' },
    config.options?.enhancedResolveOptions,
  )
  if (typeof report.output !== 'string') throw new TypeError('the json reporter gives text')
  const result = JSON.parse(report.output) as ICruiseResult
  violations = result.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }))
})

afterAll(async () => {
  await rm(house, { recursive: true, force: true })
})

describe('every forbidden arrow is reported', () => {
  test.each(forbidden)('%s must not import %s', (from, to, rule) => {
    const reported = violations.filter((violation) => violation.from === from).map((violation) => violation.rule)
    expect(reported, `${from} -> ${to}`).toContain(rule)
  })

  test('a circle', () => {
    expect(violations.filter(({ rule }) => rule === 'no-circular').map(({ from }) => from)).toContain(`${schema}/rules/circle1.ts`)
  })

  test('a file that nobody imports', () => {
    expect(violations.filter(({ rule }) => rule === 'no-orphans').map(({ from }) => from)).toContain(`${schema}/rules/orphan.ts`)
  })

  test('every rule of the table has its example', () => {
    const shown = new Set([...forbidden.map(([, , rule]) => rule), 'no-circular', 'no-orphans'])
    const named = (config.forbidden ?? []).map(({ name }) => name)
    expect(named.filter((name) => name !== undefined && !shown.has(name))).toEqual([])
  })
})

describe('every arrow of the design is free', () => {
  test.each(allowed)('%s may import %s (%s)', (from) => {
    expect(violations.filter((violation) => violation.from === from && violation.rule !== 'no-orphans')).toEqual([])
  })
})

/** Writes every file of both tables, and the files that they import. */
async function build(folder: string): Promise<void> {
  const sources = new Map<string, string>()
  const add = (path: string, text: string): void => {
    sources.set(path, (sources.get(path) ?? '') + text)
  }
  for (const [from, to] of forbidden) add(from, statement(from, to, 'value'))
  for (const [from, to, kind] of allowed) add(from, statement(from, to, kind))
  for (const [, to] of [...forbidden, ...allowed]) {
    if (/^(apps|packages|tests|tools)\//.test(to) && !sources.has(to)) add(to, 'export const x = 1\nexport type X = number\n')
  }
  add(`${schema}/documents/x.ts`, 'export const x = 1\nexport type X = number\n')
  add(`${schema}/rules/circle1.ts`, "export { y } from './circle2.ts'\nexport const x = 1\n")
  add(`${schema}/rules/circle2.ts`, "import { x } from './circle1.ts'\nexport const y = x\n")
  add(`${schema}/rules/orphan.ts`, 'export const x = 1\n')
  for (const [path, text] of sources) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  await furnish(folder)
}

/** The packages of the real house, and a workspace link to the schema of the small one. */
async function furnish(folder: string): Promise<void> {
  for (const app of ['apps/desktop', 'apps/sync-server', 'packages/ui']) {
    const manifest = createRequire(import.meta.url)(join(root, app, 'package.json')) as { dependencies?: object; devDependencies?: object }
    await writeFile(join(folder, app, 'package.json'), JSON.stringify(manifest))
    const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
    for (const name of names) {
      const link = join(folder, app, 'node_modules', name)
      await mkdir(dirname(link), { recursive: true })
      await symlink(name === '@lianyi/schema' ? join(folder, 'packages/schema') : await realpath(join(root, app, 'node_modules', name)), link)
    }
  }
  await writeFile(join(folder, 'packages/schema/package.json'), '{ "name": "@lianyi/schema", "type": "module", "exports": { "./*": "./src/*.ts" } }')
  await writeFile(join(folder, 'package.json'), '{ "name": "house", "type": "module" }')
  await mkdir(join(folder, 'node_modules/package-not-listed'), { recursive: true })
  await writeFile(join(folder, 'node_modules/package-not-listed/index.js'), '')
}

function statement(from: string, to: string, kind: 'type' | 'value'): string {
  const isFile = /^(apps|packages|tests|tools)\//.test(to)
  const target = isFile ? relativeImport(from, to) : to
  return kind === 'type' ? `export type { X } from '${target}'\n` : `import * as target from '${target}'\nexport const used = target\n`
}

function relativeImport(from: string, to: string): string {
  const path = relative(dirname(from), to).replaceAll('\\', '/')
  return path.startsWith('.') ? path : `./${path}`
}
