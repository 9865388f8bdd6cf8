/** Deeper JSON than any document of ours would exhaust the stack of whoever walks it. */
const maxDepth = 60;

/** Whether whoever walks this value, as it was parsed, comes to an end of it, and can write it down again: `1e999` is no number of JSON's. */
export function isPlainJson(value: unknown, depth = 0): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  return depth < maxDepth && Object.values(value).every((member) => isPlainJson(member, depth + 1));
}
