import type { DueRow } from '../../../contract/views.ts';

/** Hundreds of days, or a day of another year: `逾期 3 年 2023年2月24日` takes more room than a table usually leaves it. */
export const isLongWhen = ({ inDays, dueOn }: Pick<DueRow, 'inDays' | 'dueOn'>, today: string): boolean => inDays <= -100 || dueOn.slice(0, 4) !== today.slice(0, 4);
