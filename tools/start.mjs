/** `npm start`: sets up, builds the pages if their sources changed, then starts the demo (tools/demo/main.ts). */
import { join } from 'node:path'
import process from 'node:process'
import { root, setupOrExit } from './setup.mjs'
import { callersFolder, runOnNode24 } from './setup/node24.mjs'

const node = await setupOrExit()
const buildCode = await runOnNode24(node, [join(root, 'tools', 'build.ts'), '--only', 'renderer,console'])
process.exitCode =
  buildCode === 0
    ? await runOnNode24(node, [join(root, 'tools', 'demo', 'main.ts'), ...process.argv.slice(2)], { cwd: callersFolder })
    : buildCode
