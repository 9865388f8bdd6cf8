import type { DirectoryCounty } from '../directory/changeOrganisations.ts';
import type { Changed } from '../directory/faults.ts';
import { faultWords } from '../directory/faults.ts';
import { postgresStore } from '../store/postgresStore.ts';
import { openCounty } from './openCounty.ts';
import { noKeyWords } from './recordCommand.ts';
import type { AskedOf, Said } from './words.ts';

export const noKey: Said = { ok: false, code: 'noKey', words: noKeyWords };

/** Changes the directory beside the running servers, which hear of it, and says what became of it, and what more there is to say. */
export async function changeBySaying<T extends { readonly id: string; readonly name: string }>({ db, databaseUrl, record }: AskedOf, change: (county: DirectoryCounty) => Promise<Changed<T>>, more: (document: T) => readonly string[] = () => []): Promise<Said> {
  const opened = await openCounty(db, databaseUrl);
  if (opened === null) return noKey;
  try {
    const changed = await change({ ...opened.county, db, store: postgresStore(db, async (tx) => record(tx)) });
    if (!changed.ok) return { ok: false, code: changed.fault.code, words: faultWords(changed.fault), isDecided: true };
    const { isNew, document } = changed;
    return { ok: true, json: { changed: isNew, document }, lines: [`${isNew ? '已写入，各诊所会收到 · Written; the clinics hear of it' : '本来就是这样，没有改动 · It was so already: nothing was changed'}: ${document.name} ${document.id}`, ...more(document)] };
  } finally {
    await opened.close();
  }
}
