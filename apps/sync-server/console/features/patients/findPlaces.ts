import { tidyText } from '@lianyi/schema/basics/text';
import type { DeviceRow } from '../../../src/reports/views.ts';
import type { Standing } from '../../live/standing.ts';

/** Beside the people found; more are a page away. */
const mostPerKind = 4;

export interface FoundPlaces {
  readonly institutions: readonly Standing[];
  readonly devices: readonly DeviceRow[];
}

/** Institutions and PCs whose name holds the text, out of what this browser has: found without a line too. */
export function findPlaces(query: string, institutions: readonly Standing[], devices: readonly DeviceRow[]): FoundPlaces {
  const text = tidyText(query).toLowerCase();
  if (text === '') return { institutions: [], devices: [] };
  const holds = (name: string) => name.toLowerCase().includes(text);
  return {
    institutions: institutions.filter(({ name, shortName }) => holds(name) || holds(shortName)).slice(0, mostPerKind),
    devices: devices.filter(({ name, id }) => holds(name) || id === text).slice(0, mostPerKind),
  };
}
