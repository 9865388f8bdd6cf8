import type { Random } from './random.ts';

/** Surnames with their weights, as villages of the region mix them. */
const surnames: readonly (readonly [string, number])[] = [
  ['杨', 14], ['田', 10], ['龙', 9], ['吴', 9], ['张', 8], ['罗', 6], ['石', 6], ['冉', 4], ['王', 5], ['李', 5], ['陈', 4], ['刘', 4],
  ['姚', 3], ['周', 3], ['郑', 2], ['曾', 2], ['朱', 2], ['谭', 2], ['安', 2], ['任', 2], ['黎', 1], ['单', 1], ['覃', 1], ['欧阳', 1],
];
const older = {
  male: ['明', '德', '昌', '福', '贵', '世', '国', '正', '启', '光', '茂', '才', '胜', '华', '万', '再', '文', '开', '永', '清'],
  female: ['秀', '英', '桂', '香', '素', '芬', '玉', '珍', '淑', '芳', '菊', '兰', '莲', '翠', '凤', '春', '梅', '安', '银', '花'],
};
const middle = {
  male: ['建', '军', '勇', '强', '海', '波', '平', '伟', '刚', '斌', '志', '林', '松', '飞', '云', '江', '洪', '忠'],
  female: ['丽', '娟', '艳', '红', '霞', '敏', '琴', '燕', '萍', '群', '晓', '蓉', '慧', '莉', '静', '云'],
};
const young = {
  male: ['子', '涵', '浩', '宇', '轩', '俊', '杰', '睿', '泽', '博', '文', '皓', '晨', '一', '鸣', '航'],
  female: ['佳', '怡', '梓', '萱', '欣', '妍', '雨', '桐', '诗', '琪', '思', '颖', '小', '满', '语', '嫣'],
};

/** A made-up name that fits sex and year of birth. A few carry characters beyond the basic plane, as real registers do. */
export function aName(random: Random, sex: 'male' | 'female', birthYear: number): string {
  const characters = (birthYear < 1970 ? older : birthYear < 2000 ? middle : young)[sex];
  const surname = random.weighted(surnames);
  if (random.chance(0.006)) return `${surname}${random.pick(['㛃', '𬱖', '䶮', '𠅤'])}`;
  const first = random.pick(characters);
  return random.chance(0.15) ? `${surname}${first}` : `${surname}${first}${random.pick(characters)}`;
}
