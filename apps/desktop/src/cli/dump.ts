import { once } from 'node:events';
import type { Clinic } from './connect.ts';

const pageSize = 500;

/** Every shown document as a line of JSON, sorted by id: `{id, kind, revision, scopes, waiting, body}`. */
export async function dump(clinic: Clinic, out: NodeJS.WritableStream): Promise<void> {
  for (let after = ''; ; ) {
    const page = await clinic.dump(after, pageSize);
    const last = page.at(-1);
    if (last === undefined) return;
    const lines = page.map((document) => `${JSON.stringify(document)}\n`).join('');
    if (!out.write(lines)) await once(out, 'drain');
    after = last.id;
  }
}
