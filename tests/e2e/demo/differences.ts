import { canonicalJson } from '@lianyi/schema/basics/canonicalJson'
import type { Dumped } from './commandLine.ts'

/**
 * How a clinic and the county differ, a sentence per document; empty when, in the scopes that the clinic follows, both
 * hold the same documents in the same revision, and nothing waits.
 */
export function differences(clinic: readonly Dumped[], county: readonly Dumped[], followed: readonly string[]): readonly string[] {
  const here = new Map(clinic.map((document) => [document.id, document]))
  const there = new Map(county.filter(({ scopes }) => scopes.some((scope) => followed.includes(scope))).map((document) => [document.id, document]))
  const named = ({ kind, id }: Dumped): string => `${kind} ${id}`
  return [
    ...[...there.values()].filter(({ id }) => !here.has(id)).map((document) => `the clinic lacks ${named(document)}`),
    ...[...here.values()].flatMap((document) => {
      const theirs = there.get(document.id)
      if (document.waiting === true) return [`${named(document)} waits`]
      if (theirs === undefined) return [`the county lacks ${named(document)}`]
      if (document.revision !== theirs.revision) return [`${named(document)} is at revision ${document.revision} here, ${theirs.revision} there`]
      return canonicalJson(document.body) === canonicalJson(theirs.body) ? [] : [`${named(document)} differs`]
    }),
  ]
}
