import process from 'node:process'
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'
import { optionFault } from '@lianyi/schema/basics/optionFault'

/** The options that a tool was started with. `--help` tells its usage; what it does not take is told with that, and ends it with exit code 2. */
export function optionsOf<T extends ParseArgsOptionsConfig>(options: T, usage: string) {
  if (process.argv.slice(2).some((word) => word === '--help' || word === '-h')) {
    console.log(`用法 · Usage: ${usage}`)
    process.exit(0)
  }
  try {
    return parseArgs({ options }).values
  } catch (error) {
    console.error(`${optionFault(error, '')}\n用法 · Usage: ${usage}`)
    process.exit(2)
  }
}
