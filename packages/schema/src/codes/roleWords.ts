import type { Permission, Role } from './roles.ts';

/** What something is called: in Chinese, in English. */
export interface BothWords {
  readonly zh: string;
  readonly en: string;
}

/** For the command line, `docs/permissions.md` and the console's page of roles; other pages have words of their own. */
export const roleWords: Readonly<Record<Role, BothWords>> = {
  villageDoctor: { zh: '乡村医生', en: 'Village doctor' },
  physician: { zh: '执业医师', en: 'Physician' },
  assistantPhysician: { zh: '执业助理医师', en: 'Assistant physician' },
  nurse: { zh: '护士', en: 'Nurse' },
  pharmacist: { zh: '药师', en: 'Pharmacist' },
  storeKeeper: { zh: '药品管理员', en: 'Store keeper' },
  townshipHead: { zh: '卫生院院长', en: 'Township head' },
  countyOffice: { zh: '县医共体办公室', en: 'County office' },
  countyIt: { zh: '县信息科', en: 'County IT' },
  regionalAnalyst: { zh: '区域分析员', en: 'Regional analyst' },
  auditor: { zh: '审计员', en: 'Auditor' },
};

export const permissionWords: Readonly<Record<Permission, BothWords>> = {
  'record.read': { zh: '看本机构的患者、就诊、处方和库存', en: 'Look at the patients, visits, prescriptions and stock of one\'s institution' },
  'patient.write': { zh: '建档、改档案、转机构、合并档案', en: 'Register, change, move and link patients' },
  'encounter.write': { zh: '写就诊记录、候诊、处方草稿', en: 'Write visits, the queue and drafts of prescriptions' },
  'encounter.sign': { zh: '签就诊记录', en: 'Sign visits' },
  'prescription.sign': { zh: '签处方、停处方（药品级别另看本人的处方权）', en: 'Sign and stop prescriptions (of which drugs: the person\'s own rights)' },
  'dispense': { zh: '发药', en: 'Dispense' },
  'stock.write': { zh: '入库、盘点、报损', en: 'Receive, count and write off stock' },
  'review.resolve': { zh: '核对', en: 'Resolve reviews' },
  'import': { zh: '导入名册和外院资料', en: 'Import rosters and records of other hospitals' },
  'pin.reset': { zh: '重设别人的 PIN', en: 'Set another person\'s PIN anew' },
  'record.dump': { zh: '在诊所电脑上用命令行导出（明文）、备份（加密）全部记录，留审计', en: 'Print (in clear) or back up (sealed) all that a clinic\'s PC holds with its command line; the audit has it' },
  'clinic.use': { zh: '用诊所电脑：联通、U 盘、体检、药品目录', en: 'Use a clinic\'s PC: the line, sticks, the doctor command, the catalogues' },
  'county.overview': { zh: '看电脑和隔离，收发 U 盘文件', en: 'Look at PCs and quarantine, take and give sticks' },
  'county.figures': { zh: '县里今日的数字和机构状态，不含患者', en: 'The county\'s numbers of today and the state of institutions, without patients' },
  'record.find': { zh: '在县里找患者、看档案和核对', en: 'Find patients at the county, look at charts and reviews' },
  'directory.read': { zh: '看机构和人员名册', en: 'Look at institutions and people' },
  'directory.write': { zh: '增改机构、人员、岗位和处方权', en: 'Add and change institutions, people, posts and prescribing rights' },
  'device.manage': { zh: '登记、停用电脑', en: 'Enrol and retire PCs' },
  'county.keep': { zh: '县数据库：备份、恢复、核对、导出', en: 'The county\'s database: backup, restore, check, dump' },
  'audit.read': { zh: '看审计记录', en: 'Read the audit trail' },
  'stream.catalogue': { zh: '复制机构、人员、药品目录', en: 'Copy institutions, people and products' },
  'stream.records': { zh: '复制全县记录', en: 'Copy the county\'s records' },
};
