/** What must hold before and after an install. Each check throws a SetupFailure that says what to do. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { SetupFailure } from './failure.mjs'
import { nodePath } from './stamp.mjs'

const oldestNode = 20
const roomBytes = 2 * 1024 ** 3

export function checkMachineNode() {
  const major = Number(process.versions.node.split('.')[0])
  if (major >= oldestNode) return
  throw new SetupFailure({
    what: `Node ${process.versions.node} is too old; Node ${oldestNode} or newer is needed.`,
    whatChinese: `Node ${process.versions.node} 版本过旧，需要 ${oldestNode} 或更新版本。`,
    todo: 'Install the current long-term version from nodejs.org, open a new terminal, and run the command again.',
    todoChinese: '从 nodejs.org 安装最新的长期支持版，重新打开终端，再运行一次命令。',
  })
}

/** @param {string} root */
export function checkFolder(root) {
  const folder = join(root, '.lianyi')
  const probe = join(folder, `probe-${process.pid}`)
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(probe, 'probe')
    rmSync(probe)
  } catch (error) {
    throw new SetupFailure({
      what: `The folder ${root} cannot be written to (${error.code ?? error.message}).`,
      whatChinese: `文件夹 ${root} 不可写（${error.code ?? error.message}）。`,
      todo: 'Copy the project to a folder that is your own (not a read-only or system folder), or give yourself write permission, and run the command again.',
      todoChinese: '把项目复制到自己的文件夹（不要放在只读或系统目录），或授予写权限，再运行一次命令。',
    })
  }
  checkRoom(root)
}

/** @param {string} root */
function checkRoom(root) {
  const { bavail, bsize } = statfsSync(root)
  if (bavail * bsize >= roomBytes) return
  const freeMb = Math.round((bavail * bsize) / 1024 ** 2)
  throw new SetupFailure({
    what: `Only ${freeMb} MB are free on this disk; the packages need about 2 GB.`,
    whatChinese: `磁盘仅剩 ${freeMb} MB，依赖包约需 2 GB。`,
    todo: 'Free some space or move the project to another disk, and run the command again.',
    todoChinese: '清理磁盘或把项目移到其他磁盘，再运行一次命令。',
  })
}

/**
 * Node 24 really runs here, and the SQLite engine loads in it.
 * @param {string} root
 * @returns {{ node: string, sqlite: string }}
 */
export function checkRuntimes(root) {
  const program = `
    const load = require('node:module').createRequire(${JSON.stringify(join(root, 'apps', 'desktop', 'package.json'))})
    const Database = load('better-sqlite3')
    const sqlite = new Database(':memory:').prepare('select sqlite_version()').pluck().get()
    console.log(JSON.stringify({ node: process.versions.node, sqlite }))`
  const result = spawnSync(nodePath(root), ['-e', program], { encoding: 'utf8' })
  const versions = result.status === 0 ? JSON.parse(result.stdout) : undefined
  if (versions !== undefined && versions.node.startsWith('24.')) return versions
  const isNodeBroken = result.error !== undefined
  throw new SetupFailure({
    lines: (result.error?.message ?? result.stderr).trim().split('\n').slice(0, 8),
    what: isNodeBroken
      ? 'The Node 24 that came with the packages does not start on this machine.'
      : 'Node 24 starts, but the database engine (SQLite) does not load in it.',
    whatChinese: isNodeBroken ? '随依赖包安装的 Node 24 无法在这台电脑上启动。' : 'Node 24 可以启动，但数据库组件（SQLite）无法加载。',
    todo: 'Delete the node_modules folder and run the command again. If that does not help, this system is too old (Windows 10, macOS 13 or a Linux with glibc 2.28 is needed).',
    todoChinese: '删除 node_modules 文件夹后再运行一次。仍不行则是系统过旧（需要 Windows 10、macOS 13 或 glibc 2.28 以上的 Linux）。',
  })
}
