/** `node makeTemplate.ts FOLDER`: makes a demo there and stops it, for all workers of a run to begin with a copy (`startDemo`). */
import { chmodSync, mkdirSync } from 'node:fs'
import process from 'node:process'
import { startIn } from './startDemo.ts'

const [home = ''] = process.argv.slice(2)
mkdirSync(home, { recursive: true })
// PostgreSQL's own user must get through to its data.
chmodSync(home, 0o755)
const demo = await startIn(home)
await demo.stop()
