/**
 * Electron's own parts: main, preload and the host's utility process -> out/{main,preload,host}/index.cjs. The pages
 * come from vite.config.ts. The mode names what is built:
 *
 * - `app`: main and preload; `host`: the utility process. Apart, since built together they would share a chunk, and
 *   main would load the host's code.
 * - `test-app`, `test-host`: the same for an old Electron that is only for tests (see tools/electron-runtime.ts), to
 *   out/test-build. Only there does `__LIANYI_TEST_BUILD__` hold, which lets the host open a replica that is not
 *   encrypted, since that Electron's SQLite cannot encrypt.
 */
import { defineConfig } from 'electron-vite'

export default defineConfig(({ mode }) => {
  const isTestBuild = mode.startsWith('test-')
  const out = isTestBuild ? 'out/test-build' : 'out'
  const define = { __LIANYI_TEST_BUILD__: String(isTestBuild) }
  const build = (part: 'main' | 'preload' | 'host', entry: string) => ({
    // Node 20.18 is the oldest that runs these bundles: the test runtime's.
    target: 'node20.18',
    outDir: `${out}/${part}`,
    emptyOutDir: true,
    externalizeDeps: false,
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      input: { index: entry },
      // Native, or loaded on demand. The rest is bundled, since many small files are slow on an old disk.
      external: isTestBuild ? ['electron-updater'] : ['better-sqlite3', 'electron-updater'],
      output: { format: 'cjs' as const, entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' },
    },
  })
  if (mode.endsWith('host')) {
    return { main: { define, plugins: isTestBuild ? [sqliteOfTestRuntime] : [], build: build('host', 'src/host/utility.ts') } }
  }
  return {
    main: { define, build: build('main', 'src/main/index.ts') },
    preload: { define, build: build('preload', 'src/preload/index.ts') },
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
         export default createRequire(import.meta.url)(process.env.LIANYI_TEST_BETTER_SQLITE3)`
      : undefined,
}
