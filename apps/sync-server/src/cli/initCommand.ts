import { newId } from '@lianyi/schema/basics/ids';
import { kindTable } from '@lianyi/schema/documents/kinds';
import { addAccount } from '../access/countyUsers.ts';
import { addOrganisation } from '../directory/changeOrganisations.ts';
import { organisationsIn } from '../directory/directoryDocuments.ts';
import { openAsOwner, sql } from '../store/database.ts';
import { openHistory } from '../store/history.ts';
import { bringUpToDate } from '../store/migrate.ts';
import type { CountyKey } from '../sync/countyKey.ts';
import { openCountyKey } from '../sync/countyKey.ts';
import { askedPassword, passwordWords } from './askedPassword.ts';
import { changeBySaying } from './directoryCounty.ts';
import { findOwnersUrl } from './findDatabaseUrl.ts';
import { recordCommand, recordCommandIn } from './recordCommand.ts';
import type { AskedOf, Said, WordCommands } from './words.ts';

export const initCommand: WordCommands = {
  init: {
    form: '--name NAME --code DIVISION [--short-name NAME] [--login LOGIN]',
    does: '在空数据库里建县：表、密钥（LIANYI_KEY_DIR）、县级机构；--login 建第一个账号（县信息科，密码在 LIANYI_NEW_PASSWORD 或标准输入），名册里有了县信息科的账号它就不再打开；再运行不会改动 · a county in an empty database: tables, key (LIANYI_KEY_DIR), the county\'s organisation; --login: a first account (county IT; its password in LIANYI_NEW_PASSWORD or on standard input), which opens nothing once somebody of the roster is county IT with an account; run again it changes nothing',
    operands: 0, options: { name: { type: 'string' }, code: { type: 'string' }, 'short-name': { type: 'string' }, login: { type: 'string' } }, permission: 'county.keep',
    run: async (asked) => {
      const keyDir = process.env['LIANYI_KEY_DIR'];
      if (keyDir === undefined || keyDir === '') return { ok: false, code: 'noKeyDir', words: '请用 LIANYI_KEY_DIR 指出县密钥放在哪里 · Say with LIANYI_KEY_DIR where the county key goes' };
      const name = asked.text('name')?.trim() ?? '';
      if (name === '') return { ok: false, code: 'noName', words: '请用 --name 写县的名称 · Name the county with --name' };
      const login = asked.text('login')?.trim() ?? '';
      // Before anything is made: a county whose first account was refused is half of what was asked for.
      const password = login === '' || (await hasAccounts(findOwnersUrl(asked.databaseUrl))) ? null : await askedPassword([login]);
      if (password !== null && typeof password !== 'string') return { ok: false, code: password.fault, words: passwordWords[password.fault] };
      await bringUpToDate(findOwnersUrl(asked.databaseUrl));
      const key = await openCountyKey(keyDir);
      await openHistory(asked.db, key.publicKey, newId());
      const there = (await organisationsIn({ db: asked.db, kinds: kindTable })).find(({ type }) => type === 'county');
      if (there && there.name !== name) return { ok: false, code: 'otherCounty', words: `这个数据库里已经有县：${there.name}（改名用 org set）· There is a county in this database already: ${there.name} (to rename it: org set)` };
      const made: Said = there ? { ok: true, json: { changed: false, document: there }, lines: [`县已经建好，没有改动 · The county is there already: nothing was changed: ${there.name} ${there.id}`] }
        : await changeBySaying(asked, async (county) => addOrganisation(county, {
          name, shortName: asked.text('short-name') ?? name.slice(0, 40), type: 'county', parentId: null, divisionCode: asked.text('code') ?? '', capabilities: [],
        }));
      if (made.ok && !there) await recordCommand(asked.db, key, 'county.init', name);
      return made.ok ? withFirstAccount(asked, key, made, login, password) : made;
    },
  },
};

/** False as well where there are no tables yet, or those of an earlier version. */
async function hasAccounts(ownersUrl: string): Promise<boolean> {
  const owner = openAsOwner(ownersUrl, { maxConnections: 1 });
  try {
    const { rows: [found] } = await sql<{ isThere: boolean }>`select to_regclass('county_user') is not null as is_there`.execute(owner);
    return found?.isThere === true && (await sql`select from county_user limit 1`.execute(owner)).rows.length > 0;
  } finally {
    await owner.destroy();
  }
}

/** Before there is a roster nobody has a post, and somebody must come in to write one. */
async function withFirstAccount(asked: AskedOf, key: CountyKey, made: Extract<Said, { ok: true }>, login: string, password: string | null): Promise<Said> {
  if (login === '') return made;
  const accounts = await asked.db.selectFrom('countyUser').select(['login', 'isFirst']).execute();
  if (accounts.some((one) => one.isFirst && one.login === login)) return made;
  if (accounts.length > 0 || password === null) return { ok: false, code: 'accountsThere', words: '已经有账号：再建用 user add · There are accounts already: another is made with user add' };
  await addAccount(asked.db, { login, password, personId: null }, async (tx, id) => recordCommandIn(tx, key, 'user.add', id, { first: 'yes' }));
  return { ...made, lines: [...made.lines, `第一个账号（县信息科）· The first account (county IT): ${login}`] };
}
