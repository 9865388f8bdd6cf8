import type { Permission, Role } from '@lianyi/schema/codes/roles';
import { mayDo, permissions, roles } from '@lianyi/schema/codes/roles';
import { permissionWords, roleWords } from '@lianyi/schema/codes/roleWords';

/** docs/permissions.md: which role may do what, in Chinese and in English. */
export function permissionsOf(): string {
  return `# 权限 · Permissions

<!-- 由 packages/schema/src/codes/roles.ts 生成，不要手改 · Written from packages/schema/src/codes/roles.ts by \`npm run permissions\`: not by hand. -->

岗位决定可以做什么；能看哪些机构的记录，由岗位所在的机构和电脑所属的机构决定；能开哪些药，另看本人的处方权（[PERM-4](SPEC.md)）。
县平台的账号属于名册里的人：登录后能做什么，由当天在县里的岗位决定；能看哪些档案，由在医疗机构的岗位决定（[LOGIN-10](SPEC.md)）。

The post says what may be done; which institutions' records are seen follows from where the post is and whose the PC is; which
drugs may be prescribed, from the person's own rights ([PERM-4](SPEC.md)). An account of the console belongs to a person of the
roster: what it may do follows from that day's posts at the county, which charts it opens from posts at institutions ([LOGIN-10](SPEC.md)).

${table('zh', '权限', (role) => roleWords[role].zh, (act) => permissionWords[act].zh)}

${table('en', 'Permission', (role) => roleWords[role].en, (act) => permissionWords[act].en)}
`;
}

function table(language: 'zh' | 'en', head: string, roleWord: (role: Role) => string, actWord: (act: Permission) => string): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    `## ${language === 'zh' ? '中文' : 'English'}`, '',
    line([head, ...roles.map(roleWord)]),
    line(['---', ...roles.map(() => ':-:')]),
    ...permissions.map((act) => line([`${actWord(act)} \`${act}\``, ...roles.map((role) => (mayDo(role, act) ? '●' : ''))])),
  ].join('\n');
}
