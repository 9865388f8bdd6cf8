import { expect, test, vi } from 'vitest';
import { sayRekeyed } from './keep.ts';

test.each([
  ['refused', /county -- device code/],
  ['offline', /with the same code when there is a line/],
  ['unreadable', /tell county IT/],
] as const)('SYNC-53 a rekey that did not come about (%s) says in both languages what to do next', (reason, nextStep) => {
  const said = vi.spyOn(console, 'error').mockReturnValue(undefined);
  expect(sayRekeyed({ ok: false, reason, detail: 'connect ECONNREFUSED' }, false)).toBe(1);
  const [[words] = []] = said.mock.calls;
  said.mockRestore();
  expect(words).toMatch(nextStep);
  expect(words).toMatch(/这里的记录都在.*all that is saved here stays\n[^a-z]*[\u4e00-\u9fff].* · [a-z]/);
  expect(words).not.toMatch(new RegExp(`: ${reason}`));
});

test('CLI-3 what came from elsewhere does nothing to the terminal', () => {
  const said = vi.spyOn(console, 'error').mockReturnValue(undefined);
  sayRekeyed({ ok: false, reason: 'refused', detail: 'x\u001b[2J\u202ey' }, false);
  const [[words] = []] = said.mock.calls;
  said.mockRestore();
  expect(words).toContain('(x\\u001b[2J\\u202ey)');
});
