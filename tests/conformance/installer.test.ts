/** The installer's configuration names only options that electron-builder knows, and closes the doors it must. */
import { readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const ofBuilder = createRequire(join(realpathSync(join(root, 'node_modules/electron-builder')), 'package.json'))
const ofBuilderLib = createRequire(ofBuilder.resolve('app-builder-lib/package.json'))
const { validateConfiguration } = ofBuilder('app-builder-lib/out/util/config/config') as {
  validateConfiguration: (config: unknown, log: { isEnabled: boolean }) => Promise<void>
}
const yaml = ofBuilderLib('js-yaml') as { load: (text: string) => unknown }

interface BuilderConfig {
  readonly files: readonly string[]
  readonly electronFuses: Readonly<Record<string, boolean>>
  readonly nsis: Readonly<Record<string, unknown>>
}
const readConfig = (): BuilderConfig => yaml.load(readFileSync(join(root, 'electron-builder.yml'), 'utf8')) as BuilderConfig

test('every option is one that electron-builder knows', async () => {
  await expect(validateConfiguration(readConfig(), { isEnabled: false })).resolves.toBeUndefined()
})

test('the check would notice a misspelt option', async () => {
  const config = { ...readConfig(), electronFuses: { runAsNoode: false } }
  await expect(validateConfiguration(config, { isEnabled: false })).rejects.toThrow('electronFuses')
})

test('a shipped app runs no other code than its own', () => {
  expect(readConfig().electronFuses).toMatchObject({
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
  })
})

test('the build that may open an unencrypted replica is never shipped', () => {
  expect(readConfig().files).toContain('!out/test-build/**')
})

test('uninstalling keeps the records', () => {
  expect(readConfig().nsis).toMatchObject({ deleteAppDataOnUninstall: false })
})
