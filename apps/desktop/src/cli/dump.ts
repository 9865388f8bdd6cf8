import { once } from 'node:events';
import type { Clinic } from './connect.ts';

const pageSize = 500;

/**
 * Every shown document as a line of canonical JSON, sorted by id: `{body, id, kind, revision, scopes, waiting}`. The county
 * prints the same (neither what a dump writes of itself for the audit): when nothing waits, `diff` of a clinic's dump and the county's of the clinic's scopes is empty.
 */
export async function dump(clinic: Clinic, out: NodeJS.WritableStream): Promise<void> {
  for (let after = ''; ; ) {
    const page = await clinic.dump(after, pageSize);
    const last = page.at(-1);
    if (last === undefined) return;
    const lines = page.map(({ line }) => `${line}\n`).join('');
    if (!out.write(lines)) await once(out, 'drain');
    after = last.id;
  }
}
