import { describe, expect, it } from 'vitest';
import { keepPress, takePresses } from './keptPresses.ts';

describe('presses before the answer', () => {
  it('wait while the list is behind, and are done in their order once it answers', () => {
    const kept = keepPress(keepPress(undefined, 'amxl', 'next'), 'amxl', 'pick');
    expect(takePresses(kept, 'amxl', true)).toEqual({ kept, due: [] });
    expect(takePresses(kept, 'amxl', false)).toEqual({ kept: undefined, due: ['next', 'pick'] });
  });

  it('are forgotten when something else is typed, whatever list comes', () => {
    const kept = keepPress(undefined, 'amxl', 'pick');
    expect(takePresses(kept, 'amxlk', true)).toEqual({ kept: undefined, due: [] });
    expect(takePresses(kept, 'amx', false)).toEqual({ kept: undefined, due: [] });
    expect(keepPress(kept, 'amxlk', 'next')).toEqual({ typed: 'amxlk', presses: ['next'] });
  });
});
