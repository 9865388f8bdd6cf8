/** `node tools/run.mjs SCRIPT ...args`: sets up if need be, then runs a TypeScript file on Node 24 where the person is. */
import { join } from 'node:path'
import process from 'node:process'
import { root, setupOrExit } from './setup.mjs'
import { callersFolder, runOnNode24 } from './setup/node24.mjs'

const [script, ...args] = process.argv.slice(2)
if (script === undefined) {
  console.error('用法 · Usage: node tools/run.mjs SCRIPT ...args')
  process.exit(2)
}
const node = await setupOrExit({ quiet: true })
process.exitCode = await runOnNode24(node, [join(root, script), ...args], { cwd: callersFolder })
