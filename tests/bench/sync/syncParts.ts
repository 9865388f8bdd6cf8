/**
 * `race`: 20,000 patients against every peer. `line`: over poor lines. `many`: 100,000 patients over those on which it ends.
 * `large`: the race with 20,000 and with 200,000, for growth. `village`: 3,000 residents with three years of work.
 */
const parts = ['race', 'line', 'many', 'large', 'village'] as const;
export type SyncPart = (typeof parts)[number];

export const syncOptions: readonly string[] = ['--full', ...parts.map((part) => `--part=${part}`)];

/** `--full`: all of them; `--part=NAME`: that one; otherwise those that a quarter of an hour is enough for. */
export function partsAsked(args: readonly string[]): ReadonlySet<SyncPart> {
  if (args.includes('--full')) return new Set(parts);
  const named = parts.filter((part) => args.includes(`--part=${part}`));
  if (named.length === 0) return new Set(['race', 'line']);
  return new Set(named.includes('large') ? ['race', ...named] : named);
}
