/**
 * Makes this folder ready to run: the packages of pnpm-lock.yaml, Node 24 among them, and a SQLite that loads.
 * Plain JavaScript for whatever Node (20 or newer) the machine has; everything else runs on the Node 24 that it finds.
 * When nothing is to be done it costs a hash of the lock file.
 */
import { rmSync } from 'node:fs'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { SetupFailure } from './setup/failure.mjs'
import { installPackages } from './setup/install.mjs'
import { withLock } from './setup/lock.mjs'
import { checkFolder, checkMachineNode, checkRuntimes } from './setup/checks.mjs'
import { isFresh, nodePath, readStamp, stampPath, writeStamp } from './setup/stamp.mjs'
import { step } from './setup/say.mjs'

/** The folder that holds package.json. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * @param {{ quiet?: boolean }} [options] quiet: say nothing unless there is something to do
 * @returns {Promise<string>} the path of the Node 24 that came with the packages
 * @throws {SetupFailure} with what failed and what to do, in both languages
 */
export async function setup({ quiet = false } = {}) {
  checkMachineNode()
  if (isFresh(root, readStamp(root))) {
    if (!quiet) step('准备就绪', 'Everything is in place')
    return nodePath(root)
  }
  return withLock(root, async () => {
    if (isFresh(root, readStamp(root))) return nodePath(root)
    const started = Date.now()
    step('[1/4] 检查电脑上的 Node', `Check this machine's Node: ${process.version}`)
    step('[2/4] 检查文件夹可写、磁盘空间', 'Check that the folder is writable and has room')
    checkFolder(root)
    step('[3/4] 安装依赖包（第一次需要几分钟）', 'Install the packages (a few minutes the first time)', started)
    rmSync(stampPath(root), { force: true })
    await installPackages(root, started)
    step('[4/4] 检查 Node 24 与数据库组件', 'Check Node 24 and the database engine', started)
    const versions = checkRuntimes(root)
    writeStamp(root)
    step(`准备就绪：Node ${versions.node}，SQLite ${versions.sqlite}`, 'Ready', started)
    return nodePath(root)
  })
}

/**
 * The same for a command: prints a failure and ends the process with 1.
 * @param {{ quiet?: boolean }} [options]
 */
export async function setupOrExit(options) {
  try {
    return await setup(options)
  } catch (failure) {
    if (!(failure instanceof SetupFailure)) throw failure
    console.error(failure.explanation)
    process.exit(1)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await setupOrExit()
