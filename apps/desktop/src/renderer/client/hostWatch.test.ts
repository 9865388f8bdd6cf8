import { expect, test } from 'vitest';
import { watchHost } from './hostWatch.ts';

type Answer = 'answers' | 'refuses' | 'gone' | 'hangs';

/** Runs the watch over a list of answers; pauses end at once, but for the patience with a host that answers. */
async function watched(answers: readonly Answer[]): Promise<readonly string[]> {
  const heard: string[] = [];
  const stopped = new AbortController();
  let asked = 0;
  await watchHost({
    ask: (signal) => {
      const answer = answers[asked];
      asked += 1;
      if (answer === undefined) stopped.abort();
      switch (answer) {
        case 'gone': return Promise.reject(new Error('gone'));
        case 'refuses': return Promise.reject(new Error('locked'));
        case 'hangs': return new Promise((_resolve, reject) => { signal.addEventListener('abort', () => { reject(new Error('gone')); }); });
        default: return Promise.resolve();
      }
    },
    isUnreachable: (error) => error instanceof Error && error.message === 'gone',
    lost: () => { heard.push('lost'); },
    answered: () => { heard.push('answered'); },
    // A macrotask: an answer that is there comes before it.
    wait: (ms) => new Promise((resolve) => { setTimeout(resolve, ms / 1000); }),
  }, stopped.signal);
  return heard;
}

test('a host that goes away is noticed, and its return too', async () => {
  expect(await watched(['answers', 'gone', 'gone', 'answers'])).toEqual(['answered', 'lost', 'lost', 'answered']);
});

test('one that hangs is lost after a while, one that refuses is there', async () => {
  expect(await watched(['hangs', 'refuses'])).toEqual(['lost', 'answered']);
});
