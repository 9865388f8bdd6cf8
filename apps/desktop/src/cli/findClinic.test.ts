import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findClinic } from './findClinic.ts';

let home = '';
beforeAll(() => { home = mkdtempSync(join(tmpdir(), 'lianyi-home-')); });
afterAll(() => { rmSync(home, { recursive: true }); });

test('CLI-2 where no clinic is, it is said where it was looked for, and how one of another home is named', () => {
  const none = findClinic({ folder: '/', home });
  expect(none).toEqual({ problem: expect.stringMatching(/还没有诊所.*No clinic is there yet/) as string });
  for (const words of [home, 'npm start -- --home DIR', '--data-dir DIR/clinics/']) expect(none).toEqual({ problem: expect.stringContaining(words) as string });

  const dataDir = join(home, 'clinics', 'village');
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(join(dataDir, 'identity.json'), JSON.stringify({ orgName: '青石坪村卫生室' }));
  writeFileSync(join(home, 'demo.json'), JSON.stringify({ clinics: [{ name: '青石坪', slug: 'village', staff: [] }] }));
  expect(findClinic({ folder: '/', home })).toMatchObject({ dataDir });
  expect(findClinic({ folder: '/', home, clinic: '别处' })).toEqual({ problem: expect.stringMatching(new RegExp(`No such clinic: 别处 \\(青石坪; ${home}\\)`)) as string });
  // As the words say.
  expect(findClinic({ folder: home, dataDir: 'clinics/village' })).toMatchObject({ name: '青石坪村卫生室', dataDir });
});
