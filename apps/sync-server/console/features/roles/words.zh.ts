export const rolesZh = {
  title: '岗位与权限',
  sub: '每个岗位可以做什么，现在由谁担任',
  list: '岗位',
  role: '岗位',
  heldBy: '担任的人',
  may: '可以做',
  and: '；',
  nobody: '无',
  nobodyNow: '现在没有人担任。在“人员”里加岗位。',
  chosen: '选中的岗位',
  until: '到 {{day}}',
  toPeople: '人员',
} as const;
