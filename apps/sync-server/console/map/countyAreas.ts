/** A point of the map, in its own units (the view box below). */
type Point = readonly [x: number, y: number];

export interface Area {
  readonly outline: readonly Point[];
  readonly middle: Point;
  /** Its extent, for the words that go inside. */
  readonly width: number;
  readonly height: number;
}

export const mapBox = { left: 18, top: 14, width: 542, height: 454 } as const;

/** A county that is nowhere: real boundaries need a licensed source. */
const county: readonly Point[] = [
  [60, 52], [130, 23], [205, 39], [268, 18], [352, 44], [430, 29], [498, 78], [520, 156], [556, 224], [540, 307], [498, 348], [470, 413], [398, 442],
  [330, 421], [268, 458], [196, 439], [150, 463], [92, 424], [58, 351], [26, 296], [38, 208], [22, 133],
];

const roundsOfSettling = 8;

/**
 * The county cut into `count` areas of about the same size, the same ones every time, in reading order. Each is what
 * lies nearest to its seed (Voronoi); the seeds move to the middles of their areas a few times (Lloyd), so that none
 * is a sliver.
 */
export function countyAreas(count: number): readonly Area[] {
  let seeds = firstSeeds(count);
  for (let round = 0; round < roundsOfSettling; round += 1) seeds = nearestTo(seeds).map(centroid);
  return nearestTo(seeds).map((outline) => {
    const xs = outline.map(([x]) => x);
    const ys = outline.map(([, y]) => y);
    return { outline, middle: centroid(outline), width: Math.max(...xs) - Math.min(...xs), height: Math.max(...ys) - Math.min(...ys) };
  });
}

/** Rows of seeds across the box, every other row moved by half a step. */
function firstSeeds(count: number): readonly Point[] {
  const { left, top, width, height } = mapBox;
  const rows = Math.max(1, Math.round(Math.sqrt((count * height) / width) * (count < 4 ? 0.7 : 1)));
  return Array.from({ length: rows }, (_, row) => {
    const inRow = Math.floor((count * (row + 1)) / rows) - Math.floor((count * row) / rows);
    const y = top + (height * (row + 0.5)) / rows;
    return Array.from({ length: inRow }, (__, at): Point => [left + (width * (at + 0.5 + (row % 2 === 0 ? 0.06 : -0.06))) / inRow, y + (at % 2 === 0 ? -7 : 7)]);
  }).flat();
}

function nearestTo(seeds: readonly Point[]): readonly (readonly Point[])[] {
  return seeds.map((seed) => seeds.filter((other) => other !== seed).reduce((outline, other) => nearerHalf(outline, seed, other), county));
}

/** The part of an outline that is nearer to `seed` than to `other` (Sutherland and Hodgman, one edge). */
function nearerHalf(outline: readonly Point[], seed: Point, other: Point): readonly Point[] {
  const towards: Point = [other[0] - seed[0], other[1] - seed[1]];
  const halfway = (other[0] ** 2 + other[1] ** 2 - seed[0] ** 2 - seed[1] ** 2) / 2;
  const beyond = ([x, y]: Point): number => x * towards[0] + y * towards[1] - halfway;
  return outline.flatMap((point, at) => {
    const next = outline[(at + 1) % outline.length] ?? point;
    const here = beyond(point);
    const there = beyond(next);
    const kept: readonly Point[] = here <= 0 ? [point] : [];
    if (here <= 0 === there <= 0) return kept;
    const share = here / (here - there);
    return [...kept, [point[0] + (next[0] - point[0]) * share, point[1] + (next[1] - point[1]) * share] satisfies Point];
  });
}

function centroid(outline: readonly Point[]): Point {
  let [doubleArea, x, y] = [0, 0, 0];
  for (const [at, point] of outline.entries()) {
    const next = outline[(at + 1) % outline.length] ?? point;
    const cross = point[0] * next[1] - next[0] * point[1];
    doubleArea += cross;
    x += (point[0] + next[0]) * cross;
    y += (point[1] + next[1]) * cross;
  }
  return doubleArea === 0 ? (outline[0] ?? [0, 0]) : [x / (3 * doubleArea), y / (3 * doubleArea)];
}
