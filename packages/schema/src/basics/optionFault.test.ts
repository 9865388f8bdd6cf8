import { parseArgs } from 'node:util';
import { expect, test } from 'vitest';
import { optionFault } from './optionFault.ts';

const faultOf = (args: readonly string[], allowPositionals = true): string => {
  try {
    parseArgs({ args: [...args], allowPositionals, options: { reason: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
    return '';
  } catch (error) {
    return optionFault(error);
  }
};

test.each([
  [['--nonsense'], '没有这个选项：--nonsense；有哪些看 --help · No such option: --nonsense; --help tells which there are'],
  [['--nonsense=1'], '没有这个选项：--nonsense；有哪些看 --help · No such option: --nonsense; --help tells which there are'],
  [['-x'], '没有这个选项：-x；有哪些看 --help · No such option: -x; --help tells which there are'],
  [['--reason'], '--reason 后面要写内容（以 - 开头的写成 --reason=-…）；有哪些看 --help · --reason takes something behind it (what begins with - as --reason=-…); --help tells which there are'],
  [['--reason', '--json'], '--reason 后面要写内容（以 - 开头的写成 --reason=-…）；有哪些看 --help · --reason takes something behind it (what begins with - as --reason=-…); --help tells which there are'],
  [['--json=yes'], '--json 后面不带内容；有哪些看 --help · --json takes nothing behind it; --help tells which there are'],
  [['--help=yes'], '--help 后面不带内容；有哪些看 --help · --help takes nothing behind it; --help tells which there are'],
])('CLI-2 %j is told in both languages with the option and where all of them stand', (args, words) => {
  expect(faultOf(args)).toBe(words);
});

test('CLI-2 a word too many is named; without a help none is named', () => {
  expect(faultOf(['word'], false)).toContain('多了一个词：word');
  expect(optionFault(new Error('x'), '')).toBe('选项不对 · The options are not understood');
});
