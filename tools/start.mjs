/** `npm start`: sets up, then starts the demo (tools/demo/main.ts), which builds the pages if their sources changed. */
import { join } from 'node:path'
import process from 'node:process'
import { root, setupOrExit } from './setup.mjs'
import { callersFolder, runOnNode24 } from './setup/node24.mjs'

const node = await setupOrExit()
process.exitCode = await runOnNode24(node, [join(root, 'tools', 'demo', 'main.ts'), ...process.argv.slice(2)], {
  cwd: callersFolder,
})
