/**
 * What the last whole install was made from. The stamp is removed before an install and written after the last check,
 * so an install that was cut short is simply done again.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'

/** @param {string} root */
export const stampPath = (root) => join(root, '.lianyi', 'setup.json')

/**
 * Node 24 itself and not the shim in .bin, which is a shell script on Windows.
 * @param {string} root
 */
export const nodePath = (root) =>
  join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

/**
 * @param {string} root
 * @returns {Record<string, unknown> | undefined}
 */
export function readStamp(root) {
  try {
    return JSON.parse(readFileSync(stampPath(root), 'utf8'))
  } catch {
    return undefined
  }
}

/** @param {string} root */
export function writeStamp(root) {
  writeFileSync(stampPath(root), `${JSON.stringify(wanted(root), undefined, 2)}\n`)
}

/**
 * @param {string} root
 * @param {Record<string, unknown> | undefined} stamp
 */
export function isFresh(root, stamp) {
  if (stamp === undefined) return false
  const isSame = Object.entries(wanted(root)).every(([name, value]) => stamp[name] === value)
  return isSame && installedFiles(root).every((path) => existsSync(path))
}

/** The root is part of it: pnpm's links are absolute on Windows, so a folder that was moved is installed again. */
function wanted(root) {
  return {
    lock: createHash('sha256').update(readFileSync(join(root, 'pnpm-lock.yaml'))).digest('hex'),
    platform: `${process.platform}-${process.arch}`,
    root,
  }
}

/** One file of each place that a deleted node_modules would take away. */
function installedFiles(root) {
  return [
    nodePath(root),
    join(root, 'apps', 'desktop', 'node_modules', 'better-sqlite3', 'package.json'),
    join(root, 'apps', 'sync-server', 'node_modules', 'fastify', 'package.json'),
    join(root, 'packages', 'schema', 'node_modules', 'zod', 'package.json'),
  ]
}
