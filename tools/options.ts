import process from 'node:process'
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'
import { optionFault } from '@lianyi/schema/basics/optionFault'

/** The options that a tool was started with. What it does not take is told with what it does, and ends it with exit code 2. */
export function optionsOf<T extends ParseArgsOptionsConfig>(options: T, usage: string) {
  try {
    return parseArgs({ options }).values
  } catch (error) {
    console.error(`${optionFault(error, '')}\n用法 · Usage: ${usage}`)
    process.exit(2)
  }
}
