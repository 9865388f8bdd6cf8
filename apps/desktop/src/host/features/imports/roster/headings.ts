import { toHalfWidth } from '@lianyi/schema/basics/text';

/** What a column of a roster can be. `age` and `serial` are known and not taken. */
export type RosterField =
  | 'name' | 'sex' | 'birthDate' | 'identityNumber' | 'phone' | 'address' | 'town' | 'village' | 'villageGroup' | 'group' | 'addressDetail' | 'recordNumber' | 'bloodGroup'
  | 'allergies' | 'problems' | 'formerName' | 'contactName' | 'contactRelation' | 'contactPhone' | 'insurance' | 'age' | 'serial';

/** Headings as villages write them, without spaces, signs and what stands in brackets. */
const synonyms: Readonly<Record<RosterField, readonly string[]>> = {
  name: ['姓名', '居民姓名', '村民姓名', '患者姓名', '病人姓名', '名字', '本人姓名', 'name', 'fullname', 'patientname', 'residentname'],
  sex: ['性别', 'sex', 'gender'],
  birthDate: ['出生日期', '出生年月日', '出生年月', '生日', '出生', 'birthdate', 'dateofbirth', 'dob', 'birthday', 'born'],
  identityNumber: ['身份证号', '身份证号码', '身份证', '证件号码', '证件号', '居民身份证号', '居民身份证号码', '公民身份号码', '公民身份证号码', '身份号码', 'idnumber', 'idno', 'id', 'idcard', 'idcardnumber', 'identitynumber', 'nationalid', 'identitycard', 'identityno'],
  phone: ['电话', '联系电话', '手机', '手机号', '手机号码', '电话号码', '本人电话', '联系方式', '联系号码', 'phone', 'phonenumber', 'mobile', 'mobilephone', 'tel', 'telephone', 'cell', 'contactnumber'],
  address: ['住址', '地址', '现住址', '家庭住址', '家庭地址', '居住地址', '详细地址', '户籍地址', '现居住地', '住所', 'address', 'homeaddress', 'residence'],
  town: ['乡镇', '镇', '街道', '乡', '所属乡镇', 'town', 'township'],
  village: ['村', '村居', '行政村', '所在村', '村委会', '居委会', '社区', '所属村', '村名', 'village', 'community'],
  villageGroup: ['村组', '村居组', '村社', '所属村组', '所在村组', '村民组', '行政村组', '村屯', 'villageandgroup', 'villagegroup'],
  group: ['组', '村民小组', '小组', '组别', '所在组', '队', 'group'],
  addressDetail: ['门牌号', '门牌', '户号', 'housenumber', 'street'],
  recordNumber: ['档案号', '健康档案号', '健康档案编号', '档案编号', '居民健康档案编号', '居民健康档案号', '健康档案', 'recordnumber', 'recordno', 'healthrecordnumber', 'healthrecordno', 'fileno', 'filenumber'],
  bloodGroup: ['血型', 'abo血型', 'bloodgroup', 'bloodtype'],
  allergies: ['过敏史', '药物过敏史', '过敏', '药物过敏', '过敏药物', 'allergy', 'allergies', 'drugallergies', 'drugallergy'],
  problems: ['慢病', '慢性病', '病史', '既往史', '疾病史', '既往病史', '慢病史', '慢性病史', '患病情况', '慢病类型', '疾病', 'problems', 'conditions', 'chronicdiseases', 'chronicconditions', 'history', 'medicalhistory'],
  formerName: ['曾用名', 'formername', 'previousname', 'maidenname', 'alias'],
  contactName: ['联系人', '联系人姓名', '监护人', '监护人姓名', '紧急联系人', '家长姓名', 'contact', 'contactname', 'guardian', 'emergencycontact', 'nextofkin'],
  contactRelation: ['关系', '与本人关系', '联系人关系', '与联系人关系', 'relation', 'relationship', 'contactrelation'],
  contactPhone: ['联系人电话', '监护人电话', '紧急联系人电话', '联系人手机', '联系人联系电话', 'contactphone', 'guardianphone', 'emergencyphone', 'contacttel'],
  insurance: ['医保', '医保类型', '参保类型', '医疗保险', '医疗费用支付方式', '保险', '参保情况', 'insurance', 'insurancetype'],
  age: ['年龄', '周岁', 'age'],
  serial: ['序号', '编号', '号', '行号', 'no', 'serial', '#', 'index'],
};

const fieldByHeading: ReadonlyMap<string, RosterField> = new Map(
  Object.entries(synonyms).flatMap(([field, headings]) => headings.map((heading) => [heading, field as RosterField] as const)),
);

/** A column that is known: which cell, and what it is. */
export interface RosterColumn {
  readonly at: number;
  readonly field: RosterField;
}

/** The columns of a row of headings; unknown headings are told apart, so that what they held is not lost in silence. */
export interface Headings {
  readonly columns: readonly RosterColumn[];
  readonly unknown: readonly string[];
  /** How many columns they head: a cell beyond is under none of them. */
  readonly width: number;
}

export function readHeadings(cells: readonly string[]): Headings {
  const columns: RosterColumn[] = [];
  const unknown: string[] = [];
  for (const [at, cell] of cells.entries()) {
    const field = fieldByHeading.get(plainHeading(cell));
    if (field) columns.push({ at, field });
    else if (cell.trim() !== '') unknown.push(cell.trim().slice(0, 60));
  }
  return { columns, unknown, width: cells.findLastIndex((cell) => cell.trim() !== '') + 1 };
}

/** A row of headings names the person's name and one thing more that tells people apart. */
export function isHeadingRow(cells: readonly string[]): boolean {
  const fields = new Set(readHeadings(cells).columns.map(({ field }) => field));
  return fields.has('name') && [...fields].filter((field) => field !== 'name' && field !== 'serial').length > 0;
}

/** `身份证号码（必填）*：` and `ID No.` as the table has them. */
function plainHeading(cell: string): string {
  return toHalfWidth(cell.slice(0, 100)).toLowerCase().replace(/[（(【[].*?[)）】\]]/g, '').replace(/[\s*_:：.。、/\\"'\-\u200b\ufeff]/g, '');
}
