/** The demo's clinics that run on this machine, and everybody's PIN. */
export interface DemoClinic {
  readonly slug: string;
  readonly orgSlug: string;
  readonly deviceName: string;
}

export const demoClinics: readonly DemoClinic[] = [
  { slug: 'qingshiping', orgSlug: 'qingshiping', deviceName: '1 号电脑' },
  { slug: 'yunling', orgSlug: 'yunling', deviceName: '登记室电脑' },
];

/** For the demo only, and printed at every start. */
export const pinOf: Readonly<Record<string, string>> = {
  吴明礼: '135790',
  杨再军: '246801',
  覃世昌: '680245',
  罗小琴: '357912',
  石国华: '468023',
  姚丽娟: '579134',
};

/** The console's demo accounts, printed too; `slug` names whose each is on the demo's roster. */
export const consoleUsers = [
  { slug: 'tianyumei', name: '田玉梅', password: 'anhe-office-2026', role: 'countyOffice' },
  { slug: 'longjianjun', name: '龙建军', password: 'anhe-it-2026', role: 'countyIt' },
  { slug: 'anshenming', name: '安审明', password: 'anhe-audit-2026', role: 'auditor' },
  { slug: 'ransijing', name: '冉思静', password: 'anhe-figures-2026', role: 'regionalAnalyst' },
] as const;
