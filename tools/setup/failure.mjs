/** A setup that cannot go on: what failed and what a person can do about it, in both languages. */
export class SetupFailure extends Error {
  /** The whole text for the terminal, several lines. */
  explanation

  /**
   * @param {{ what: string, whatChinese: string, todo: string, todoChinese: string, lines?: readonly string[] }} advice
   */
  constructor({ what, whatChinese, todo, todoChinese, lines = [] }) {
    super(what)
    this.name = 'SetupFailure'
    this.explanation = [
      '',
      ...lines.map((line) => `  | ${line}`),
      `✗ ${whatChinese}`,
      `  请这样做：${todoChinese}`,
      `✗ ${what}`,
      `  What to do: ${todo}`,
      '',
    ].join('\n')
  }
}
