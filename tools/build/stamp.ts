/** A build is up to date when the hash of its sources is the one that was written down after the last good build. */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export function isUpToDate(root: string, target: string, sources: readonly string[]): boolean {
  try {
    return readFileSync(stampPath(root, target), 'utf8') === hashOf(root, sources)
  } catch {
    return false
  }
}

export function stampSources(root: string, target: string, sources: readonly string[]): void {
  const path = stampPath(root, target)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, hashOf(root, sources))
}

const stampPath = (root: string, target: string): string => join(root, '.lianyi', 'builds', `${target}.sha256`)

/** Tests do not go into a bundle, so changing one rebuilds nothing. */
const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path)

function hashOf(root: string, sources: readonly string[]): string {
  const hash = createHash('sha256')
  for (const path of sources.flatMap((source) => filesUnder(root, source))) {
    hash.update(`${path}\0`).update(readFileSync(join(root, path))).update('\0')
  }
  return hash.digest('hex')
}

function filesUnder(root: string, path: string): readonly string[] {
  const entry = statSync(join(root, path), { throwIfNoEntry: false })
  if (entry === undefined) return []
  if (!entry.isDirectory()) return isTest(path) ? [] : [path]
  return readdirSync(join(root, path))
    .toSorted()
    .flatMap((name) => filesUnder(root, `${path}/${name}`))
}
