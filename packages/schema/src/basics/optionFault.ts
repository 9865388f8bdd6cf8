/** As Node's `parseArgs` names what it does not take. */
const codes = {
  unknown: 'ERR_PARSE_ARGS_UNKNOWN_OPTION',
  value: 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE',
  word: 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL',
} as const;

/**
 * What is wrong with the options of a command line, in one line of both languages, from what `parseArgs` threw.
 * @param help what tells which there are; empty where nothing does
 */
export function optionFault(error: unknown, help = '--help'): string {
  const [code, message] = error instanceof Error ? [Reflect.get(error, 'code') as unknown, error.message] : [undefined, ''];
  // The first word in quotes: an option, perhaps with its short form before it and its value behind.
  const named = /'([^']*)'/.exec(message)?.[1] ?? '';
  const option = /--[^\s=,]+/.exec(named)?.[0] ?? named.split(' ')[0] ?? '';
  const [zh, en] = wordsOf(code, message, option, named);
  return help === '' ? `${zh} · ${en}` : `${zh}；有哪些看 ${help} · ${en}; ${help} tells which there are`;
}

function wordsOf(code: unknown, message: string, option: string, named: string): readonly [zh: string, en: string] {
  switch (code) {
    case codes.unknown: return [`没有这个选项：${option}`, `No such option: ${option}`];
    case codes.word: return [`多了一个词：${named}`, `A word too many: ${named}`];
    case codes.value: return message.includes('does not take an argument') ? [`${option} 后面不带内容`, `${option} takes nothing behind it`]
      : [`${option} 后面要写内容（以 - 开头的写成 ${option}=-…）`, `${option} takes something behind it (what begins with - as ${option}=-…)`];
    default: return ['选项不对', 'The options are not understood'];
  }
}
