/**
 * What an unlock costs in CPU, by how much work its slot asks for. Budget: one second, on a machine half as fast as
 * this one. The work that slots are made with (`slotSeal.ts`) is chosen from this.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileKeyStore } from '@lianyi/desktop/host/replica/keyStore';
import { openKeyring } from '@lianyi/desktop/host/replica/openKeyring';
import { cost, openSealedKey, sealKey } from '@lianyi/desktop/host/replica/slotSeal';
import { atMost, median, reported } from './bench.ts';
import { documented } from './documented.ts';

/** A village's old PC against the machine that measures. */
const slower = 2;
const rounds = 5;
const pin = '864209';
const doctor = { personId: 'p1', name: '杨志明', role: 'villageDoctor' as const, orgId: 'o1', orgName: '青石坪村卫生室' };

const part = {
  name: 'unlock', title: 'Unlocking a PC',
  about: `Processor time of all threads, medians of ${rounds}. The work that a slot is made with (KEY-11) is chosen so that an unlock keeps its budget on a PC ${slower} times as slow as this one.`,
};

await documented(part, async () => {
  const directory = mkdtempSync(join(tmpdir(), 'lianyi-bench-'));
  try {
    const secret = randomBytes(32);
    const key = randomBytes(32);
    const costs: [number, number][] = [];
    for (const N of [2 ** 15, 2 ** 16, 2 ** 17]) {
      const sealed = await sealKey(key, pin, secret, 'bench', { N, r: 8, p: 1 });
      costs.push([N, await cpuSeconds(async () => void (await openSealedKey(sealed, pin, secret, 'bench')))]);
    }
    const keyring = openKeyring({ directory, keyStore: fileKeyStore(join(directory, 'keystore')) });
    await keyring.setSlot(doctor, pin, key);
    const unlock = await cpuSeconds(async () => {
      const result = await keyring.unlock(doctor.personId, pin);
      if (!result.ok) throw new Error(result.reason);
    });
    return [
      atMost(`unlock: CPU of the right PIN on a PC ${slower} times as slow`, unlock * slower, 's', 1),
      reported('unlock: CPU of the right PIN here', unlock, 's'),
      ...costs.map(([N, seconds]) => reported(`scrypt N=${N} (${(128 * 8 * N) / 2 ** 20} MiB)${N === cost.N ? ', as slots are made' : ''}: CPU`, seconds, 's')),
    ];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

/** Of all threads: scrypt has one of its own. */
async function cpuSeconds(work: () => Promise<void>): Promise<number> {
  const took: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    if (round > 0) took.push((user + system) / 1e6);
  }
  return median(took);
}
