import { newId } from '@lianyi/schema/basics/ids';
import { kindTable } from '@lianyi/schema/documents/kinds';
import { addOrganisation } from '../directory/changeOrganisations.ts';
import { organisationsIn } from '../directory/directoryDocuments.ts';
import { openHistory } from '../store/history.ts';
import { bringUpToDate } from '../store/migrate.ts';
import { openCountyKey } from '../sync/countyKey.ts';
import { changeBySaying } from './directoryCounty.ts';
import { findOwnersUrl } from './findDatabaseUrl.ts';
import type { WordCommands } from './words.ts';

export const initCommand: WordCommands = {
  init: {
    form: '--name NAME --code DIVISION [--short-name NAME]',
    does: '在空数据库里建县：表、密钥（LIANYI_KEY_DIR）、县级机构；再运行不会改动 · a county in an empty database: tables, key (LIANYI_KEY_DIR), the county\'s organisation; run again it changes nothing',
    operands: 0, options: { name: { type: 'string' }, code: { type: 'string' }, 'short-name': { type: 'string' } }, permission: 'county.keep',
    run: async (asked) => {
      const keyDir = process.env['LIANYI_KEY_DIR'];
      if (keyDir === undefined || keyDir === '') return { ok: false, code: 'noKeyDir', words: '请用 LIANYI_KEY_DIR 指出县密钥放在哪里 · Say with LIANYI_KEY_DIR where the county key goes' };
      const name = asked.text('name')?.trim() ?? '';
      if (name === '') return { ok: false, code: 'noName', words: '请用 --name 写县的名称 · Name the county with --name' };
      await bringUpToDate(findOwnersUrl(asked.databaseUrl));
      await openHistory(asked.db, (await openCountyKey(keyDir)).publicKey, newId());
      const there = (await organisationsIn({ db: asked.db, kinds: kindTable })).find(({ type }) => type === 'county');
      if (there && there.name !== name) return { ok: false, code: 'otherCounty', words: `这个数据库里已经有县：${there.name}（改名用 org set）· There is a county in this database already: ${there.name} (to rename it: org set)` };
      if (there) return { ok: true, json: { changed: false, document: there }, lines: [`县已经建好，没有改动 · The county is there already: nothing was changed: ${there.name} ${there.id}`] };
      return changeBySaying(asked, async (county) => addOrganisation(county, {
        name, shortName: asked.text('short-name') ?? name.slice(0, 40), type: 'county', parentId: null, divisionCode: asked.text('code') ?? '', capabilities: [],
      }));
    },
  },
};
