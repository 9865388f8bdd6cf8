/** What the console shows: plain values, times as ISO 8601 in UTC unless they are a clinic's own (`savedAt`). */
export type * from './views/audit.ts';
export type * from './views/chart.ts';
export type * from './views/devices.ts';
export type * from './views/organisations.ts';
export type * from './views/parts.ts';
export type * from './views/people.ts';
export type * from './views/reviews.ts';
export type * from './views/today.ts';
