/**
 * `race`: 20,000 patients against every peer. `line`: over poor lines. `many`: 100,000 patients over those on which it ends.
 * `large`: the race with 20,000 and with 200,000, for growth. `village`: 3,000 residents with three years of work.
 */
const parts = ['race', 'line', 'many', 'large', 'village'] as const;
export type SyncPart = (typeof parts)[number];

/** What each is, for whoever asks. */
export const partWords: Readonly<Record<SyncPart, string>> = {
  race: '20,000 名患者，和每个同类产品比 · 20,000 patients against every peer',
  line: '差的线路 · poor lines',
  many: '100,000 名患者走差的线路（约 8 分）· 100,000 patients over poor lines (some 8 min)',
  large: 'race，再加 200,000 名（约 15 分）· race, and 200,000 (some 15 min)',
  village: '3,000 居民三年的工作（约 10 分）· 3,000 residents with three years of work (some 10 min)',
};

/** Which arguments say two things at once; null if none do. */
export function contradiction(args: readonly string[]): string | null {
  return args.includes('--full') && args.some((arg) => arg.startsWith('--part=')) ? '--full --part' : null;
}

/** With how many patients it is tried (`LIANYI_RESIDENTS`); null where nothing is said. @throws Error for what is no number of them */
export function residentsAsked(said: string | undefined): number | null {
  if (said === undefined) return null;
  const count = Number(said);
  if (!Number.isInteger(count) || count < 1 || count > 1_000_000) throw new Error(`LIANYI_RESIDENTS：要 1 到 1,000,000 的整数 · it is a whole number from 1 to 1,000,000: ${said}`);
  return count;
}

export const syncOptions: readonly string[] = ['--full', ...parts.map((part) => `--part=${part}`)];

/** `--full`: all of them; `--part=NAME`: that one; otherwise those that a quarter of an hour is enough for. */
export function partsAsked(args: readonly string[]): ReadonlySet<SyncPart> {
  if (args.includes('--full')) return new Set(parts);
  const named = parts.filter((part) => args.includes(`--part=${part}`));
  if (named.length === 0) return new Set(['race', 'line']);
  return new Set(named.includes('large') ? ['race', ...named] : named);
}
