/** How a clinic's dump and the county's of the same scopes differ, line by line as `diff` has it; empty when both hold the same and nothing waits. */
export function differences(clinic: readonly string[], county: readonly string[]): readonly string[] {
  const [here, there] = [new Set(clinic), new Set(county)]
  return [...clinic.filter((line) => !there.has(line)).map((line) => `clinic: ${line}`), ...county.filter((line) => !here.has(line)).map((line) => `county: ${line}`)]
}
