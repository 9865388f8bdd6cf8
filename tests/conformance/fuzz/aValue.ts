import fc from 'fast-check';
import * as z from 'zod';
import type { Chance } from '@lianyi/tests/builders/aRandom';

/** What of JSON schema zod writes for our schemas. */
export interface Shape {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly allOf?: readonly Shape[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Shape | boolean;
  readonly items?: Shape;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** What stands at a member of this name more often than not, so that a request gets past the first look; undefined: as the schema says. */
export type Known = (member: string) => unknown;

export const shapeOf = (schema: z.ZodType): Shape => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape;

/** A value that fits a schema, by chance. */
export function aValue(shape: Shape, chance: Chance, known: Known, member = ''): unknown {
  const told = chance.next() < 0.9 ? known(member) : undefined;
  if (told !== undefined) return told;
  if (shape.const !== undefined) return shape.const;
  if (shape.enum !== undefined) return oneOf(shape.enum, chance);
  const choices = shape.anyOf ?? shape.oneOf ?? shape.allOf;
  if (choices !== undefined) return aValue(oneOf(choices, chance), chance, known, member);
  switch (shape.type) {
    case 'object':
      return anObject(shape, chance, known);
    case 'array':
      return Array.from({ length: between(chance, shape.minItems ?? 0, shape.maxItems ?? 3, 3) }, () => aValue(shape.items ?? {}, chance, known, member));
    case 'string':
      return aText(shape, chance);
    case 'integer':
      return between(chance, shape.minimum ?? 0, shape.maximum ?? 9, 9);
    case 'number':
      return (shape.minimum ?? 0) + chance.next() * Math.min(100, (shape.maximum ?? 100) - (shape.minimum ?? 0));
    case 'boolean':
      return chance.next() < 0.5;
    case 'null':
      return null;
    default:
      return chance.of<unknown>([null, '咳嗽', 7, { a: 1 }, []]);
  }
}

function anObject({ properties = {}, required = [], additionalProperties }: Shape, chance: Chance, known: Known): object {
  const members = Object.entries(properties).filter(([name]) => required.includes(name) || chance.next() < 0.5).map(([name, shape]): [string, unknown] => [name, aValue(shape, chance, known, name)]);
  const others = typeof additionalProperties === 'object' && Object.keys(additionalProperties).length > 0
    ? Array.from({ length: chance.between(0, 2) }, (): [string, unknown] => [scopeName(known), aValue(additionalProperties, chance, known)])
    : [];
  return Object.fromEntries([...members, ...others]);
}

/** Records are by scope more often than by anything else. */
function scopeName(known: Known): string {
  const scope = known('scope');
  return typeof scope === 'string' ? scope : 'x';
}

/** Bounds are met at their ends more often than in their midst. */
function between(chance: Chance, least: number, most: number, usually: number): number {
  const high = Math.min(most, least + usually);
  return chance.of([least, high, chance.between(least, high)]);
}

/** @throws Error where there is nothing to choose from */
export function oneOf<Value>(values: readonly Value[], chance: Chance): Value {
  const [first, ...rest] = values;
  if (first === undefined) throw new Error('nothing to choose from');
  return chance.of([first, ...rest]);
}

const texts = new Map<string, readonly string[]>();

function aText({ pattern, minLength = 0, maxLength = 40 }: Shape, chance: Chance): string {
  if (pattern === undefined) return chance.of(['', '咳', '张素芬', 'abc 123', '😀']).padEnd(minLength, 'x').slice(0, maxLength);
  // Of each pattern a hundred that fit, always the same.
  if (!texts.has(pattern)) texts.set(pattern, fc.sample(fc.stringMatching(new RegExp(pattern)), { seed: 1, numRuns: 100 }).filter((text) => text.length <= maxLength));
  const fitting = texts.get(pattern) ?? [];
  return fitting[chance.between(0, Math.max(0, fitting.length - 1))] ?? '';
}
