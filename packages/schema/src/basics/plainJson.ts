/** Deeper JSON than any document of ours would exhaust the stack of whoever walks it. */
const maxDepth = 60;

/** Whether whoever walks this value, as it was parsed, comes to an end of it, and can write it down again: `1e999` is no number of JSON's. */
export function isPlainJson(value: unknown, depth = 0): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  return depth < maxDepth && Object.values(value).every((member) => isPlainJson(member, depth + 1));
}

/** Whether PostgreSQL's jsonb holds it: neither U+0000 nor half a surrogate pair is in any text. */
export function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\u0000');
  if (Array.isArray(value)) return value.every(isStorable);
  if (typeof value === 'object' && value !== null) return Object.entries(value).every(([key, member]) => isStorable(key) && isStorable(member));
  return true;
}
