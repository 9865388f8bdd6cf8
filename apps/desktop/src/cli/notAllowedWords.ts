import { mayDo, permissions, roles } from '@lianyi/schema/codes/roles';
import type { Permission } from '@lianyi/schema/codes/roles';
import { permissionWords, roleWords } from '@lianyi/schema/codes/roleWords';

/** Why somebody's post does not let them, and whose does. @param error of the clinic, which names the act that was asked for */
export function notAllowedWords(error: unknown): string {
  const named = error instanceof Error ? error.message : '';
  const act = permissions.find((one) => one === named);
  return act === undefined
    ? '没有做：解锁的人的岗位不能做这件事，请用 --staff 换能做的人（见 docs/permissions.md） · Not done: the post of whoever unlocked does not allow it; unlock with --staff as somebody whose post does (docs/permissions.md)'
    : `没有做：解锁的人的岗位不能“${permissionWords[act].zh}”。能做的岗位：${whose(act, 'zh').join('、')}；请用 --staff 换这样的人 · Not done: the post of whoever unlocked does not allow this: ${permissionWords[act].en}. Posts that do: ${whose(act, 'en').join(', ')}; unlock with --staff as one of them`;
}

const whose = (act: Permission, language: 'zh' | 'en'): readonly string[] => roles.filter((one) => mayDo(one, act)).map((one) => roleWords[one][language]);
