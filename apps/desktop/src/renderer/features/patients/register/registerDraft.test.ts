import { afterEach, expect, test } from 'vitest';
import { emptyAllergy } from './emptyAllergy.ts';
import { isJudged, useRegisterDraft } from './registerDraft.ts';

afterEach(() => { useRegisterDraft.getState().clear(); });

const judged = (field: string) => isJudged(useRegisterDraft.getState(), field);
const anAllergy = () => ({ ...emptyAllergy });

test('an allergy that is added after the save was tried is judged once it was left, or the save is tried again', () => {
  const { change, leave } = useRegisterDraft.getState();
  const first = anAllergy();
  change({ allergyAnswer: 'some', allergies: [first] });
  expect(judged('allergies.0.substance')).toBe(false);
  useRegisterDraft.getState().try();
  expect(judged('name')).toBe(true);
  expect(judged('allergies')).toBe(true);
  expect(judged('allergies.0.substance')).toBe(true);

  change({ allergies: [first, anAllergy()] });
  expect(judged('allergies.1.substance')).toBe(false);
  leave('allergies.1.substance');
  expect(judged('allergies.1.substance')).toBe(true);
  expect(judged('allergies.1.onset')).toBe(false);
  useRegisterDraft.getState().try();
  expect(judged('allergies.1.onset')).toBe(true);
});

test('one that takes the place of an allergy that was taken away is a new one', () => {
  const { change, leave } = useRegisterDraft.getState();
  const [first, second, third] = [anAllergy(), anAllergy(), anAllergy()];
  change({ allergyAnswer: 'some', allergies: [first, second] });
  useRegisterDraft.getState().try();
  leave('allergies.1.substance');
  change({ allergies: [first, second, third] });
  change({ allergies: [second, third] });
  expect(judged('allergies.0.substance')).toBe(true);
  expect(judged('allergies.1.substance')).toBe(false);
  change({ allergyAnswer: 'unasked', allergies: [] });
  change({ allergyAnswer: 'some', allergies: [anAllergy()] });
  expect(judged('allergies.0.substance')).toBe(false);
});
