/** A host that dies now and then is started again without a question; one that dies so often is not. */
const most = 3;
const withinMs = 60_000;

/** @returns a function that is asked at each death, with the time, and says whether to start again at once */
export function restartLimit(): (nowMs: number) => boolean {
  let deaths: readonly number[] = [];
  return (nowMs) => {
    deaths = [...deaths.filter((at) => nowMs - at < withinMs), nowMs];
    return deaths.length <= most;
  };
}
