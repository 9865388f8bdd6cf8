import { expect, test } from 'vitest';
import { readingsOf, shownPinyin, typedReadings } from './namePinyin.ts';

test.each([
  ['张素芬', 'zhāng sù fēn'],
  ['曾少芬', 'zēng shǎo fēn'],
  ['单雄信', 'shàn xióng xìn'],
  ['尉迟恭', 'yù chí gōng'],
  ['万俟卨', 'mò qí xiè'],
  ['仇英', 'qiú yīng'],
  ['吕绿', 'lǚ lǜ'],
  ['阿依古丽·买买提', 'ā yī gǔ lì mǎi mǎi tí'],
  ['Alberto Atencio', 'Alberto Atencio'],
])('%s reads %s', (name, shown) => {
  expect(shownPinyin(name)).toBe(shown);
});

test('a polyphone can be typed in any of its readings', () => {
  expect(typedReadings('曾少芬')).toEqual(expect.arrayContaining(['zeng shao fen', 'ceng shao fen']));
  expect(typedReadings('乐乐')).toEqual(expect.arrayContaining(['yue le']));
});

test('ü is typed as v or as u', () => {
  expect(typedReadings('吕芬')).toEqual(['lu fen', 'lv fen']);
});

test('rare and astral characters read as they are read, and each is one syllable', () => {
  expect(typedReadings('王㛃')).toContain('wang jie');
  expect(readingsOf('王𬱖芬')[0]?.typed).toHaveLength(3);
  expect(readingsOf('张😀芬')[0]?.shown).toEqual(['zhāng', '😀', 'fēn']);
});

test('accented Latin names are typed without accents', () => {
  expect(typedReadings("José O'Brien")).toEqual(['jose obrien']);
});

test('a name of polyphones only keeps a bounded number of readings', () => {
  expect(readingsOf('乐单曾长重行').length).toBeLessThanOrEqual(8);
});
