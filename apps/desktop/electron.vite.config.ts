/**
 * Electron's own parts: main, preload and the host's utility process -> out/{main,preload,host}/index.cjs. The pages
 * come from vite.config.ts.
 *
 * `--mode test-runtime` makes the build for an old Electron that is only for tests (see tools/electron-runtime.ts): it
 * goes to out/test-build, and only there does `__LIANYI_TEST_BUILD__` hold, which lets the host open a replica that is
 * not encrypted, since that Electron's SQLite cannot encrypt.
 */
import { defineConfig } from 'electron-vite'

/** Node 20.18 is the oldest that runs these bundles: the test runtime's. */
const target = 'node20.18'

/** Native or loaded on demand; everything else is bundled, since many small files are slow on an old disk. */
const external = ['better-sqlite3', 'electron-updater']

export default defineConfig(({ mode }) => {
  const isTestBuild = mode === 'test-runtime'
  const out = isTestBuild ? 'out/test-build' : 'out'
  const shared = {
    target,
    externalizeDeps: false,
    emptyOutDir: false,
    minify: false,
    sourcemap: true,
  } as const
  const define = { __LIANYI_TEST_BUILD__: String(isTestBuild) }
  return {
    main: {
      define,
      plugins: isTestBuild ? [sqliteOfTestRuntime] : [],
      build: {
        ...shared,
        outDir: out,
        rolldownOptions: {
          input: { main: 'src/main/index.ts', host: 'src/host/utility.ts' },
          external: isTestBuild ? ['electron-updater'] : external,
          output: { format: 'cjs', entryFileNames: '[name]/index.cjs', chunkFileNames: 'main/chunks/[name]-[hash].cjs' },
        },
      },
    },
    preload: {
      define,
      build: {
        ...shared,
        outDir: `${out}/preload`,
        rolldownOptions: {
          input: { index: 'src/preload/index.ts' },
          output: { format: 'cjs', entryFileNames: '[name].cjs' },
        },
      },
    },
  }
})

/** The test runtime brings a better-sqlite3 of its own; its folder is named when Electron starts. */
const sqliteOfTestRuntime = {
  name: 'sqlite-of-test-runtime',
  enforce: 'pre' as const,
  resolveId: (id: string) => (id === 'better-sqlite3' ? '\0sqlite-of-test-runtime' : undefined),
  load: (id: string) =>
    id === '\0sqlite-of-test-runtime'
      ? `import { createRequire } from 'node:module'
         import { join } from 'node:path'
         export default createRequire(join(process.resourcesPath, 'x.js'))(process.env.LIANYI_TEST_BETTER_SQLITE3)`
      : undefined,
}
