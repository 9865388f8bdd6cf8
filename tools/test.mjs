/** `npm test [-- STEP ...]`: sets up, then runs tools/test/main.ts on Node 24. The last line counts, whatever happens. */
import { join } from 'node:path'
import process from 'node:process'
import { root, setup } from './setup.mjs'
import { SetupFailure } from './setup/failure.mjs'
import { runOnNode24 } from './setup/node24.mjs'

const startedMs = Date.now()
try {
  const node = await setup()
  const env = { ...process.env, LIANYI_TEST_STARTED_MS: String(startedMs) }
  process.exitCode = await runOnNode24(node, [join(root, 'tools', 'test', 'main.ts'), ...process.argv.slice(2)], { cwd: root, env })
} catch (failure) {
  console.error(failure instanceof SetupFailure ? failure.explanation : failure)
  console.log('0 passed, 1 failed, 0 skipped')
  process.exitCode = 1
}
