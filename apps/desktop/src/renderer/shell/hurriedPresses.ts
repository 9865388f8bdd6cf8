/** A key or button that is pressed again within this time was meant for what it did the first time, in milliseconds. */
export const hurriedMs = 350;

/**
 * A press in a hurry comes twice, and the page may change between the two: the second must not do what stands under
 * the same key, or at the same place of the screen, on the next page (sign, and then give out).
 *
 * @returns whether the press is to be answered: not if the same source did something else a moment ago
 */
export function hurriedPresses(): (source: string, action: string, atMs: number) => boolean {
  let last: { readonly source: string; readonly action: string; readonly atMs: number } | undefined;
  return (source, action, atMs) => {
    const first = last?.source === source && atMs - last.atMs < hurriedMs ? last.action : action;
    last = { source, action: first, atMs };
    return first === action;
  };
}
