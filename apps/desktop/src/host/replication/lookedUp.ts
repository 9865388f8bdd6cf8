import type { LookupAnswer } from '@lianyi/schema/wire/lookup';

/** What the county says of somebody who lives elsewhere, or why it says nothing. `refused`: nobody with such a post may ask from this PC. */
export type LookedUp = LookupAnswer | { readonly result: 'offline' | 'tooMany' | 'refused' };
