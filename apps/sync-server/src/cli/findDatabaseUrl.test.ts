import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { findDatabaseUrl, noDatabaseWords } from './findDatabaseUrl.ts';

afterEach(() => { vi.unstubAllEnvs(); });

test('CLI-2 where no county is, it is said where it was looked for, and how one of another home is named', () => {
  vi.stubEnv('DATABASE_URL', undefined);
  const home = mkdtempSync(join(tmpdir(), 'lianyi-home-'));
  expect(findDatabaseUrl([home])).toBeNull();
  for (const words of [home, 'npm start -- --home DIR', 'DATABASE_URL', 'LIANYI_KEY_DIR', '没有找到县数据库']) expect(noDatabaseWords([home])).toContain(words);
  expect(noDatabaseWords([home])).not.toContain('\n');
  expect(noDatabaseWords()).toContain(join(process.cwd(), '.lianyi'));
  writeFileSync(join(home, 'demo.json'), JSON.stringify({ county: { databaseUrl: 'postgres://demo' } }));
  expect(findDatabaseUrl([home])).toBe('postgres://demo');
  vi.stubEnv('DATABASE_URL', 'postgres://named');
  expect(findDatabaseUrl([home])).toBe('postgres://named');
  rmSync(home, { recursive: true });
});
