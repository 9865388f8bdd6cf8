/** What came of a request, in the words of the tables. */
export interface Marks {
  /** Texts that stand in no other record: whose it is, and what is written in it. */
  readonly names: readonly string[];
  readonly chart: string;
}

/** An answer as it came; of a stream that stays open, how it began. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

const byStatus: Readonly<Record<number, string>> = { 400: 'unread', 401: 'who', 403: 'no', 404: 'none' };

/**
 * @param written the tables that were written to meanwhile
 * @param shows what an answer of this route holds if it shows what was asked for
 */
export function outcomeOf({ status, text }: Answer, written: readonly string[], { names, chart }: Marks, shows?: string): string {
  if (status >= 300) return [byStatus[status] ?? String(status), ...written.map((table) => `and wrote ${table}`)].join(' ');
  if (text.includes('"outcome":"quarantined"')) return written.includes('document') ? 'writes' : 'aside';
  if (written.length > 0) return 'writes';
  if (shows !== undefined) return text.includes(shows) ? 'shows' : names.some((name) => text.includes(name)) || text.includes(chart) ? 'names' : 'answers';
  if (text.includes(chart)) return 'chart';
  return names.some((name) => text.includes(name)) ? 'names' : 'answers';
}

/** Reads an answer, or how a stream begins, which is then left. */
export async function answerOf(response: Response): Promise<Answer> {
  if (response.headers.get('content-type') !== 'text/event-stream' || response.body === null) return { status: response.status, text: Buffer.from(await response.arrayBuffer()).toString('utf8') };
  const reader = response.body.getReader();
  const { value } = await reader.read();
  await reader.cancel();
  return { status: response.status, text: Buffer.from(value ?? []).toString('utf8') };
}
