import { expect, test } from 'vitest';
import fc from 'fast-check';
import type { ExchangeEvent, ExchangeState, Step } from './decide.ts';
import { backOffMs, decide, initialState } from './decide.ts';

const offline = (random = 1): ExchangeEvent => ({ type: 'failed', problem: { code: 'offline', detail: '' }, waiting: 0, random });
const answered = (hasMore = false): ExchangeEvent => ({ type: 'answered', hasMore, isHurried: false, isRetired: false });

/** What is done after these events, from the start. */
function after(...events: readonly ExchangeEvent[]): { readonly state: ExchangeState; readonly step: Step } {
  let decided: { state: ExchangeState; step: Step } = { state: initialState, step: { do: 'nothing' } };
  for (const event of events) decided = decide(decided.state, event);
  return decided;
}

test('after unlocking an exchange takes place at once, and goes on while there is more', () => {
  expect(after({ type: 'asked' }).step).toEqual({ do: 'exchange', isPoll: false });
  expect(after({ type: 'asked' }, answered(true)).step).toEqual({ do: 'exchange', isPoll: false });
});

test('with nothing to say a request waits at the county', () => {
  expect(after({ type: 'asked' }, answered()).step).toEqual({ do: 'exchange', isPoll: true });
});

test('a save interrupts the request that waits at the county', () => {
  expect(after({ type: 'asked' }, answered(), { type: 'committed' }).step).toEqual({ do: 'interrupt' });
});

test('however often something happens during an exchange, one more follows it', () => {
  const busy = after({ type: 'asked' }, { type: 'committed' }, { type: 'committed' }, { type: 'asked' });
  expect(busy.step).toEqual({ do: 'nothing' });
  const next = decide(busy.state, answered());
  expect(next.step).toEqual({ do: 'exchange', isPoll: false });
  expect(decide(next.state, answered()).step).toEqual({ do: 'exchange', isPoll: true });
});

test('without a line the waits grow from half a second to 20, half of each by chance, and a save shortens none', () => {
  expect([1, 2, 3, 4, 5, 50].map((failures) => backOffMs(failures, 1))).toEqual([500, 1_000, 2_000, 4_000, 8_000, 20_000]);
  expect(backOffMs(5, 0)).toBe(4_000);
  const waiting = after({ type: 'asked' }, offline(), offline());
  expect(waiting.step).toEqual({ do: 'rest', ms: 1_000 });
  expect(decide(waiting.state, { type: 'committed' }).step).toEqual({ do: 'nothing' });
  expect(decide(waiting.state, { type: 'asked' }).step).toEqual({ do: 'exchange', isPoll: false });
  expect(decide(waiting.state, { type: 'timer' }).step).toEqual({ do: 'exchange', isPoll: false });
});

test('a line that is cut again and again is tried soon for half a minute and more; a county that is busy is left in peace for longer', () => {
  const waits = (event: ExchangeEvent): unknown[] => Array.from({ length: 14 }, (_, at) => at + 1).map((count) => after({ type: 'asked' }, ...Array.from({ length: count }, () => event)).step);
  const rests = (...seconds: readonly number[]): unknown[] => seconds.map((each) => ({ do: 'rest', ms: each * 1_000 }));
  expect(waits(offline())).toEqual(rests(0.5, 1, 2, 4, 4, 4, 4, 4, 4, 4, 4, 4, 20, 20));
  expect(waits({ type: 'failed', problem: { code: 'countyBusy', detail: '' }, waiting: 0, random: 1 })).toEqual(rests(0.5, 1, 2, 4, 8, 16, 20, 20, 20, 20, 20, 20, 20, 20));
});

test('a county that does not let requests wait is asked every few seconds', () => {
  expect(after({ type: 'asked' }, answered(), { type: 'answered', hasMore: false, isHurried: true, isRetired: false }).step).toEqual({ do: 'rest', ms: 5_000 });
});

test('SYNC-64 a county of another version is asked again every two minutes: its upgrade is told to nobody', () => {
  const refused = after({ type: 'asked' }, { type: 'failed', problem: { code: 'wireVersion', detail: '' }, waiting: 3, random: 1 });
  expect(refused.step).toEqual({ do: 'rest', ms: 120_000 });
  expect(decide(refused.state, { type: 'committed' }).step).toEqual({ do: 'nothing' });
  expect(decide(refused.state, { type: 'timer' }).step).toEqual({ do: 'exchange', isPoll: false });
});

test('LINE-10 what a garbled request is answered with, too, does not stop the exchange: it is tried again', () => {
  for (const code of ['unknownDevice', 'badSignature'] as const) {
    expect(after({ type: 'asked' }, { type: 'failed', problem: { code, detail: '' }, waiting: 1, random: 1 }).step).toEqual({ do: 'rest', ms: 500 });
  }
});

test('SYNC-11 SYNC-12 SYNC-17 on another epoch, beyond the log of the county, after a fork the exchange stops until a person asks', () => {
  for (const code of ['epochMismatch', 'beyondLog', 'forked'] as const) {
    const stopped = after({ type: 'asked' }, { type: 'failed', problem: { code, detail: '' }, waiting: 0, random: 0 });
    expect(stopped.state.phase).toBe('stopped');
    expect(decide(stopped.state, { type: 'committed' }).step).toEqual({ do: 'nothing' });
    expect(decide(stopped.state, { type: 'timer' }).step).toEqual({ do: 'nothing' });
    expect(decide(stopped.state, { type: 'asked' }).step).toEqual({ do: 'exchange', isPoll: false });
  }
});

test('whoever asks while a request is under way is answered by one that began later, even if that one fails for good', () => {
  for (const code of ['forked', 'offline'] as const) {
    const asked = after({ type: 'asked' }, { type: 'asked' });
    const next = decide(asked.state, { type: 'failed', problem: { code, detail: '' }, waiting: 1, random: 0 });
    expect(next.step).toEqual({ do: 'exchange', isPoll: false });
    expect(decide(next.state, { type: 'failed', problem: { code, detail: '' }, waiting: 1, random: 0 }).step.do).toBe(code === 'forked' ? 'nothing' : 'rest');
  }
});

test('a retired device delivers what it has, then stops; what is saved later is delivered, too', () => {
  const delivering = after({ type: 'asked' }, { type: 'failed', problem: { code: 'retired', detail: '' }, waiting: 3, random: 0 });
  expect(delivering).toMatchObject({ state: { isRetired: true }, step: { do: 'exchange' } });
  const { state: delivered } = decide(delivering.state, { type: 'answered', hasMore: false, isHurried: false, isRetired: true });
  expect(delivered.phase).toBe('stopped');
  const saved = decide(delivered, { type: 'committed' });
  expect(saved.step).toEqual({ do: 'rest', ms: 150 });
  expect(decide(saved.state, { type: 'timer' }).step).toEqual({ do: 'exchange', isPoll: false });
});

const anyEvent: fc.Arbitrary<ExchangeEvent> = fc.oneof(
  fc.constant<ExchangeEvent>({ type: 'asked' }),
  fc.constant<ExchangeEvent>({ type: 'committed' }),
  fc.constant<ExchangeEvent>({ type: 'timer' }),
  fc.record({ type: fc.constant('answered' as const), hasMore: fc.boolean(), isHurried: fc.boolean(), isRetired: fc.boolean() }),
  fc.record({
    type: fc.constant('failed' as const), waiting: fc.nat(3), random: fc.double({ min: 0, max: 1, noNaN: true }),
    problem: fc.constantFrom('offline', 'countyBusy', 'retired', 'forked').map((code) => ({ code: code as 'offline', detail: '' })),
  }),
);

test('never are two requests under way, and something is always going to happen unless a person must act', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
      let state: ExchangeState = initialState;
      let isTimerSet = false;
      let requests = 0;
      for (const event of [{ type: 'asked' as const }, ...events]) {
        const isAnswer = event.type === 'answered' || event.type === 'failed';
        if (isAnswer && requests === 0) continue;
        if (event.type === 'timer' && !isTimerSet) continue;
        if (isAnswer) requests = 0;
        if (event.type === 'timer') isTimerSet = false;
        const { state: next, step } = decide(state, event);
        state = next;
        if (step.do === 'interrupt') requests = 0;
        if (step.do === 'exchange' || step.do === 'interrupt') {
          requests += 1;
          isTimerSet = false;
        }
        if (step.do === 'rest') isTimerSet = true;
        expect(requests).toBeLessThanOrEqual(1);
        expect(requests === 1 || isTimerSet || state.phase === 'stopped').toBe(true);
        expect(state.phase === 'polling' || state.phase === 'exchanging').toBe(requests === 1);
      }
    }),
  );
});
