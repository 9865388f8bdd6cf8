import { isRole, permissionsByRole, roles } from '@lianyi/schema/codes/roles';
import { permissionWords, roleWords } from '@lianyi/schema/codes/roleWords';
import type { WordCommands } from './words.ts';

/** Roles are data of the program, not of the county: nothing is changed here. */
export const roleCommands: WordCommands = {
  'role list': {
    form: '', does: '岗位和它们的权限数 · the roles, and how much each may do', operands: 0, options: {}, permission: 'directory.read', isStatic: true,
    run: async () => Promise.resolve({
      ok: true, json: roles.map((role) => ({ role, ...roleWords[role], permissions: permissionsByRole[role] })), lines: [],
      table: roles.map((role) => ({ role, name: `${roleWords[role].zh} · ${roleWords[role].en}`, permissions: permissionsByRole[role].length })),
    }),
  },
  'role show': {
    form: 'ROLE', does: '一个岗位可以做什么 · what a role may do', operands: 1, options: {}, permission: 'directory.read', isStatic: true,
    run: async ({ operands: [name = ''] }) => Promise.resolve(isRole(name)
      ? {
        ok: true, json: { role: name, ...roleWords[name], permissions: permissionsByRole[name] }, lines: [],
        table: permissionsByRole[name].map((permission) => ({ permission, words: `${permissionWords[permission].zh} · ${permissionWords[permission].en}` })),
      }
      : { ok: false, code: 'noSuchRole', words: `没有这个岗位：${name}（见 role list）· No such role: ${name} (see role list)` }),
  },
};
