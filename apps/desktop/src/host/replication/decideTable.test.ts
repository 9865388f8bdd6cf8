import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ExchangeEvent, ExchangeState, Step } from './decide.ts';
import { decide } from './decide.ts';

/**
 * Every state, every event: what `decide` answers, a row each, as it is written down in `decide.table.txt`. Who changes a
 * cell changes the table with it, by hand or from what this test prints, and reads the difference.
 */
const both = [false, true] as const;
const states: readonly ExchangeState[] = (['resting', 'polling', 'exchanging', 'stopped'] as const).flatMap((phase) =>
  [0, 1, 4].flatMap((failures) => (['none', 'saved', 'asked'] as const).flatMap((wish) => both.map((isRetired) => ({ phase, failures, wish, isRetired })))));

const events: readonly ExchangeEvent[] = [
  { type: 'asked' },
  { type: 'committed' },
  { type: 'timer' },
  ...both.flatMap((hasMore) => both.flatMap((isHurried) => both.map((isRetired) => ({ type: 'answered' as const, hasMore, isHurried, isRetired })))),
  // One that passes by itself, one that needs a person, and the one that lets a PC go on delivering.
  ...(['offline', 'forked', 'retired'] as const).flatMap((code) => [0, 3].map((waiting) => ({ type: 'failed' as const, problem: { code, detail: '' }, waiting, random: 1 }))),
];

const flags = (named: Readonly<Record<string, boolean>>): string => Object.entries(named).filter(([, isSet]) => isSet).map(([name]) => ` ${name}`).join('');
const stateText = ({ phase, failures, wish, isRetired }: ExchangeState): string => `${phase} ${failures}${wish === 'none' ? '' : ` ${wish}`}${flags({ retired: isRetired })}`;

function eventText(event: ExchangeEvent): string {
  switch (event.type) {
    case 'answered': return `answered${flags({ more: event.hasMore, hurried: event.isHurried, retired: event.isRetired })}`;
    case 'failed': return `failed ${event.problem.code}${event.waiting > 0 ? ' waiting' : ''}`;
    default: return event.type;
  }
}

function stepText(step: Step): string {
  switch (step.do) {
    case 'exchange': return step.isPoll ? 'poll' : 'exchange';
    case 'rest': return `rest ${step.ms} ms`;
    default: return step.do;
  }
}

const rows = states.flatMap((state) => events.map((event) => {
  const decided = decide(state, event);
  return `${stateText(state).padEnd(28)} | ${eventText(event).padEnd(30)} | ${stateText(decided.state).padEnd(28)} | ${stepText(decided.step)}`;
}));

test('SYNC-21 what comes next is written down for every state and every event', () => {
  const written = readFileSync(join(import.meta.dirname, 'decide.table.txt'), 'utf8').trimEnd().split('\n').slice(2);
  expect(rows).toHaveLength(4 * 3 * 3 * 2 * 17);
  expect(rows).toEqual(written);
});

test('SYNC-21 deciding changes nothing of what it was given, and the same question has the same answer', () => {
  for (const state of states) {
    for (const event of events) expect(decide(Object.freeze({ ...state }), Object.freeze({ ...event }))).toEqual(decide(state, event));
  }
});
