// The arrows of the house, as a table. `tests/conformance/architecture.test.ts` shows that each of them fires.
// A folder may import itself and what its line names; test files obey the same lines; `tools` and `tests` are free.

const desktop = 'apps/desktop/src'
const server = 'apps/sync-server/src'
const console_ = 'apps/sync-server/console'
const schema = 'packages/schema/src'
const ui = 'packages/ui/src'

/** folder -> the folders of this repository that its files may import, besides itself */
const mayImport = {
  [`${desktop}/contract`]: [`${desktop}/host`, schema],
  [`${desktop}/host/replica`]: [schema],
  [`${desktop}/host/replication`]: [`${desktop}/host/replica`, schema],
  // What several features read of a patient's record (ADR 0002).
  [`${desktop}/host/chart`]: [`${desktop}/host/replica`, schema],
  // trpc.ts is what every feature makes its procedures from.
  [`${desktop}/host/features`]: [`${desktop}/host/chart`, `${desktop}/host/replica`, `${desktop}/host/replication`, `${desktop}/host/trpc.ts`, schema],
  [`${desktop}/host`]: [schema],
  [`${desktop}/main`]: [`${desktop}/contract`],
  [`${desktop}/preload`]: [`${desktop}/contract`],
  [`${desktop}/web`]: [`${desktop}/host`, `${schema}/basics`],
  [`${desktop}/cli`]: [`${desktop}/host`, `${desktop}/contract`, `${schema}/basics`, `${schema}/codes`],
  [`${desktop}/renderer`]: [`${desktop}/contract`, schema, ui],
  // Organisations and people, changed from the command line and the console.
  [`${server}/directory`]: [`${server}/sync`, `${server}/store`, schema],
  [`${server}/http`]: [`${server}/directory`, `${server}/sync`, `${server}/access`, `${server}/updates`, `${server}/reports`, `${server}/store`, schema],
  [`${server}/sync`]: [`${server}/store`, schema],
  [`${server}/access`]: [`${server}/store`, schema],
  [`${server}/updates`]: [`${server}/store`, schema],
  [`${server}/reports`]: [`${server}/store`, schema],
  [`${server}/store`]: [schema],
  [server]: [schema],
  [console_]: [server, schema, ui],
  [`${schema}/basics`]: [],
  [`${schema}/codes`]: [`${schema}/basics`],
  [`${schema}/documents`]: [`${schema}/codes`, `${schema}/basics`],
  [`${schema}/rules`]: [`${schema}/documents`, `${schema}/codes`, `${schema}/basics`],
  [`${schema}/merge`]: [`${schema}/rules`, `${schema}/documents`, `${schema}/codes`, `${schema}/basics`],
  [`${schema}/wire`]: [`${schema}/documents`, `${schema}/codes`, `${schema}/basics`],
  [schema]: [],
  [ui]: [schema],
  'packages/ui/kit': [ui, schema],
}

/** package -> the only folders in which it may be imported */
const onlyIn = {
  electron: [`${desktop}/main`, `${desktop}/preload`],
  'electron-updater': [`${desktop}/main`],
  'better-sqlite3': [`${desktop}/host/replica`],
  pg: [`${server}/store`],
  rxdb: [console_],
  dexie: [console_],
  react: [`${desktop}/renderer`, console_, ui, 'packages/ui/kit'],
}

/** Of these only the types may be seen: at run time the two sides meet over a wire. */
const typesOnly = [
  [`${desktop}/contract`, `${desktop}/host`],
  [console_, server],
  // A feature may show the line's state; it never exchanges.
  [`${desktop}/host/features`, `${desktop}/host/replication`],
  [ui, schema],
]

/** Folders whose sub-folders are siblings that never import each other. */
const siblings = [`${desktop}/host/features`, `${desktop}/renderer/features`, `${console_}/features`]

const ours = '^(apps|packages|tests|tools)/'
const free = ['^tools/', '^tests/']
const isTest = '\\.test\\.tsx?$'
const notCode = ['\\.(css|json|tsv|svg|png|html)$']
const inside = (folders) => folders.map((folder) => (folder.endsWith('.ts') ? `^${folder}$` : `^${folder}/`))
const nested = (folder) => Object.keys(mayImport).filter((other) => other.startsWith(`${folder}/`))
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

const arrows = Object.entries(mayImport).map(([folder, allowed]) =>
  rule(
    `arrow: ${folder}`,
    `${folder} may import ${[...allowed, 'nothing else'].join(', ')}. See section 3 of the design.`,
    { path: `^${folder}/`, pathNot: inside(nested(folder)) },
    { path: ours, pathNot: [...inside([folder, ...allowed]), ...notCode, '^tests/'] },
  ),
)

const packages = Object.entries(onlyIn).map(([name, folders]) =>
  rule(
    `package: ${name}`,
    `${name} is imported only in ${folders.join(' and ')}.`,
    { path: '^(apps|packages)/', pathNot: [...inside(folders), '\\.config\\.ts$'] },
    { path: `(^|(^|/)node_modules/)(@types/)?${packagePattern(name)}(/|$)` },
  ),
)

const types = typesOnly.map(([folder, other]) =>
  rule(`types only: ${folder}`, `${folder} may see only the types of ${other}: write import type.`, { path: `^${folder}/` }, {
    path: `^${other}/`,
    pathNot: notCode,
    dependencyTypesNot: ['type-only'],
  }),
)

const features = siblings.map((folder) =>
  rule(
    `siblings: ${folder}`,
    'A feature never imports its sibling; what both need belongs to the replica, the schema or the kit.',
    { path: `^${folder}/([^/]+)/` },
    { path: `^${folder}/`, pathNot: `^${folder}/$1/` },
  ),
)

const roots = [
  rule(
    'root: host',
    'Only the composition root (files directly in host) sees features and replication.',
    { path: `^${desktop}/host/[^/]+/`, pathNot: inside([`${desktop}/host/features`, `${desktop}/host/replication`]) },
    { path: inside([`${desktop}/host/features`, `${desktop}/host/replication`]) },
  ),
  rule(
    'root: host itself',
    'Nothing inside the host imports the files that put it together.',
    { path: `^${desktop}/host/[^/]+/` },
    { path: `^${desktop}/host/[^/]+$`, pathNot: `^${desktop}/host/trpc\\.ts$` },
  ),
  rule(
    'root: renderer',
    'Only the composition root (files directly in renderer) sees features.',
    { path: `^${desktop}/renderer/[^/]+/`, pathNot: `^${desktop}/renderer/features/` },
    { path: `^${desktop}/renderer/features/` },
  ),
  rule(
    'root: console',
    'Only the composition root (files directly in console) sees features.',
    { path: `^${console_}/[^/]+/`, pathNot: `^${console_}/features/` },
    { path: `^${console_}/features/` },
  ),
  rule(
    'root: server',
    'Nothing inside the server but its command line imports the files that put it together, or http.',
    { path: `^${server}/[^/]+/`, pathNot: inside([`${server}/cli`, `${server}/http`]) },
    { path: [`^${server}/[^/]+$`, `^${server}/http/`] },
  ),
  rule('root: http', 'The routes do not import the composition root.', { path: `^${server}/http/` }, { path: `^${server}/[^/]+$` }),
]

const borders = [
  rule('apps never import each other', 'They meet over the wire, and share the schema and the kit.', { path: '^apps/([^/]+)/' }, { path: '^apps/', pathNot: '^apps/$1/' }),
  rule(
    'known rooms',
    'This folder has no line in the table of arrows: give it one, or put the file where it belongs.',
    { path: '^(apps/desktop/src|packages)/', pathNot: [...inside(Object.keys(mayImport)), '\\.config\\.ts$'] },
    { path: ours },
  ),
  rule(
    'tools and tests are for us',
    'What is shipped imports neither tools nor tests; a test beside its code may use the builders in tests.',
    { path: '^(apps|packages)/', pathNot: isTest },
    { path: free },
  ),
  rule('tests use builders', 'Of tests, a test beside its code may use only the builders.', { path: '^(apps|packages)/', pathNot: `^(?!.*${isTest})` }, {
    path: free,
    pathNot: '^tests/builders/',
  }),
]

const health = [
  rule('no-circular', 'A circle has no top to read from.', {}, { circular: true }),
  rule(
    'no-orphans',
    'Nobody imports this file and it starts nothing: delete it.',
    {
      orphan: true,
      pathNot: [
        '\\.(test|spec|config)\\.tsx?$',
        '\\.d\\.ts$',
        '^(tools|tests)/',
        '/cli/main\\.ts$',
        `^(${server}|${desktop}/(host|main|preload|web|contract))/index\\.ts$`,
        '^(apps/desktop/src/renderer|apps/sync-server/console|packages/ui/kit)/main\\.tsx$',
        '^apps/desktop/src/host/utility\\.ts$',
        '^apps/sync-server/console/public/',
      ],
    },
    {},
  ),
  rule('no-unresolvable', 'The import leads nowhere.', { pathNot: '^tools/electron/defaultApp\\.mjs$' }, { couldNotResolve: true, pathNot: '\\?(url|raw|worker)$' }),
  rule(
    'no-unlisted-package',
    'The package is not in the package.json of this folder.',
    { path: '^(apps|packages)/' },
    { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  ),
  rule('schema is pure', 'The schema runs in a browser and a host alike: no Node modules.', { path: `^${schema}/`, pathNot: isTest }, { dependencyTypes: ['core'] }),
  rule('browser code', 'No Node modules in what runs in a page.', { path: [`^${desktop}/renderer/`, '^apps/sync-server/console/', `^${ui}/`], pathNot: isTest }, { dependencyTypes: ['core'] }),
]

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [...arrows, ...packages, ...types, ...features, ...roots, ...borders, ...health],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Only our own: packages keep their code in folders of these names too.
    exclude: { path: '^((apps|packages)/[^/]+/(out|dist)|\\.tsbuild|test-results)/' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.d.ts', '.mjs', '.cjs', '.js', '.json', '.node'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
}

/** better-sqlite3 is an alias: pnpm shows it under its real name. */
function packagePattern(name) {
  if (name === 'better-sqlite3') return 'better-sqlite3(-multiple-ciphers)?'
  if (name === 'pg') return 'pg(-(pool|protocol|types|native|cursor|query-stream))?'
  if (name === 'react') return 'react(-dom)?'
  return name
}
