/** How the tools speak: one line per step, Chinese first, then English, then the time since the start. */

/**
 * @param {string} chinese
 * @param {string} english
 * @param {number} [startedMs] when the work began; the line then ends with the elapsed time
 */
export function step(chinese, english, startedMs) {
  const elapsed = startedMs === undefined ? '' : `  (${seconds(startedMs)})`
  console.log(`${chinese} · ${english}${elapsed}`)
}

/** @param {number} startedMs */
function seconds(startedMs) {
  return `${((Date.now() - startedMs) / 1000).toFixed(1)} s`
}
