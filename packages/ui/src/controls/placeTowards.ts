/** The first line from `to` on that can be picked, going on away from `from` and round at both ends; -1 if there is none. */
export function placeTowards<Item>(items: readonly Item[], canPick: (item: Item) => boolean, from: number, to: number): number {
  const step = to < from ? -1 : 1;
  for (let tried = 0, at = to; tried < items.length; tried += 1, at += step) {
    const place = (at + items.length) % items.length;
    const item = items[place];
    if (item !== undefined && canPick(item)) return place;
  }
  return -1;
}
