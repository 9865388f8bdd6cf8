import { readFileSync } from 'node:fs';
import { troubleWords } from '@lianyi/sync-server/cli/troubleWords';
import * as z from 'zod';
import type { Schedule } from './schedule.ts';

/** The outline: what is in an action is looked at when it is done. */
const outline = z.looseObject({
  seed: z.int(),
  clinics: z.int().min(1),
  startsAt: z.array(z.number()),
  actions: z.array(z.looseObject({ at: z.number(), do: z.enum(['act', 'message', 'clinic', 'statement', 'countyKilled', 'restore', 'slow']) })),
  healedAt: z.number(),
});

/** A schedule as a failing seed wrote it; or why the file is none, in both languages. */
export function readSchedule(path: string): Schedule | string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return troubleWords(error, path);
  }
  const schedule = outline.safeParse(jsonOf(text));
  return schedule.success ? (schedule.data as unknown as Schedule) : `这不是日程文件，或不完整 · This is no schedule, or not a whole one: ${path}`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
