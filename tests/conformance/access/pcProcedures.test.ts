import { hostRouter } from '@lianyi/desktop/host/router';
import { newId } from '@lianyi/schema/basics/ids';
import { isRole } from '@lianyi/schema/codes/roles';
import { aCaller } from '@lianyi/tests/builders/aCaller';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pcTable } from './pcTable.ts';

let clinic: TestReplica;
beforeAll(() => { clinic = aReplica(); });
afterAll(() => { clinic.close(); });

/** What is refused to the page only after it has been read must make sense; of all else nonsense is sent, which nobody who is refused gets to hear. */
const readable: Readonly<Record<string, object>> = {
  'session.rekey': { code: 'ABCD' }, 'session.backup': { path: '/nowhere/clinic.backup', passphrase: '十二个字以上的口令才算数呢' }, 'session.dump': { after: '', limit: 1 }, 'session.prove': { id: newId() },
};
const nonsense = { nonsense: true };

async function answered(call: (input: object) => Promise<unknown>, input: object): Promise<'yes' | 'who' | 'no'> {
  try {
    await call(input);
    return 'yes';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'UNAUTHORIZED') return 'who';
    return code === 'FORBIDDEN' ? 'no' : 'yes';
  }
}

test('ENEMY-13 every procedure of a clinic\'s PC is let in to those whom the table names, and to nobody else; one that is missing there fails', async () => {
  const running = Object.keys(hostRouter._def.procedures);
  expect(running.toSorted()).toEqual([...pcTable.rows.keys()].toSorted());
  for (const column of pcTable.columns) {
    const caller = aCaller(clinic, { role: isRole(column) ? column : 'villageDoctor', isSignedOut: column === 'nobody', isCommandLine: column !== 'page' });
    const found = new Map<string, string>();
    for (const name of running) {
      const [module = '', procedure = ''] = name.split('.');
      const call = (caller as unknown as Readonly<Record<string, Readonly<Record<string, (input: object) => Promise<unknown>>>>>)[module]?.[procedure];
      if (call === undefined) throw new Error(`${name} is not there`);
      found.set(name, await answered(call, readable[name] ?? nonsense));
    }
    expect([column, Object.fromEntries(found)]).toEqual([column, Object.fromEntries(running.map((name) => [name, pcTable.rows.get(name)?.[column]]))]);
  }
});
