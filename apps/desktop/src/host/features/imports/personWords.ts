import type { DraftFault } from '@lianyi/schema/rules/patientDraft';

/** Words in both languages: reports and failures are read by whoever opens them, whatever the screen's language is. */
export interface BothWords {
  readonly zh: string;
  readonly en: string;
}

export const inBoth = ({ zh, en }: BothWords): string => `${zh} · ${en}`;

/** The fields of a person, by their first member: `allergies.0.substance` is of the allergies. */
const fields: Readonly<Record<string, BothWords>> = {
  name: { zh: '姓名', en: 'name' },
  sex: { zh: '性别', en: 'sex' },
  birthDate: { zh: '出生日期', en: 'birth date' },
  documentType: { zh: '证件类型', en: 'document type' },
  identityNumber: { zh: '证件号', en: 'identity number' },
  identity: { zh: '身份', en: 'identity' },
  phone: { zh: '电话', en: 'telephone' },
  address: { zh: '住址', en: 'address' },
  village: { zh: '村（居）', en: 'village' },
  group: { zh: '组', en: 'group' },
  addressDetail: { zh: '门牌', en: 'house' },
  recordNumber: { zh: '档案号', en: 'record number' },
  bloodGroup: { zh: '血型', en: 'blood group' },
  allergies: { zh: '过敏', en: 'allergies' },
  allergyAnswer: { zh: '过敏', en: 'allergies' },
  problems: { zh: '慢病', en: 'conditions' },
  formerName: { zh: '曾用名', en: 'former name' },
  contact: { zh: '联系人', en: 'contact' },
  contactName: { zh: '联系人', en: 'contact' },
  contactRelation: { zh: '与联系人关系', en: 'relation to the contact' },
  contactPhone: { zh: '联系人电话', en: "contact's telephone" },
  insurance: { zh: '医保', en: 'insurance' },
  // Members of a FHIR patient that have other names there.
  identifier: { zh: '证件号', en: 'identifier' },
  gender: { zh: '性别', en: 'gender' },
  telecom: { zh: '电话', en: 'telephone' },
};

/** A field's name for people; of one that nobody has named, the field itself. */
export function fieldOf(path: string): BothWords {
  const [member = ''] = path.split('.');
  return (Object.hasOwn(fields, member) ? fields[member] : undefined) ?? { zh: path, en: path };
}

/** A report's column: 出生日期 birth date. */
export function fieldWords(path: string): string {
  const { zh, en } = fieldOf(path);
  return zh === en ? zh : `${zh} ${en}`;
}

/** Besides what a form can get wrong: other records may know of a birth date only its year or month. */
export type PersonFaultCode = DraftFault | 'partialDate';

/** What is wrong with a person, and where. */
export interface PersonFault {
  readonly field: string;
  readonly code: PersonFaultCode;
}

/** What can be wrong with what is said of a person. */
export const faultWords: Readonly<Record<PersonFaultCode, BothWords>> = {
  required: { zh: '没有填', en: 'missing' },
  tooLong: { zh: '太长', en: 'too long' },
  invalid: { zh: '填得不对', en: 'not valid' },
  notADate: { zh: '不是日期', en: 'not a date' },
  partialDate: { zh: '只有年或年月：请当面建档，或请对方补全日期、证件号后再导入', en: 'is only a year or a month: register the patient at the desk, or have the sender complete the date or the identity number' },
  future: { zh: '日期还没到', en: 'in the future' },
  beforeBirth: { zh: '早于出生日期', en: 'before the birth date' },
  tooOld: { zh: '超过 150 岁', en: 'older than 150 years' },
  differsFromNumber: { zh: '与证件号不符', en: 'differs from the identity number' },
  contradictsNone: { zh: '与“无”矛盾', en: 'contradicts "none"' },
  idCharacters: { zh: '证件号里有别的字符', en: 'identity number has other characters' },
  idLength: { zh: '证件号位数不对', en: 'identity number has the wrong length' },
  idDate: { zh: '证件号里的日期不存在', en: 'the date in the identity number does not exist' },
  idFuture: { zh: '证件号里的日期还没到', en: 'the date in the identity number is in the future' },
  idAge: { zh: '证件号里的年龄超过 150 岁', en: 'the identity number says older than 150 years' },
  idCheck: { zh: '证件号校验位不对，请核对原件', en: 'check digit of the identity number is wrong' },
  phoneCharacters: { zh: '不是电话号码', en: 'not a telephone number' },
  phoneLength: { zh: '电话位数不对', en: 'telephone number has the wrong length' },
  phoneMobile: { zh: '不是手机号', en: 'not a mobile number' },
  recordCharacters: { zh: '档案号里有别的字符', en: 'record number has other characters' },
  recordLength: { zh: '档案号应为 17 位', en: 'a record number has 17 digits' },
  recordInstitution: { zh: '档案号里的村（居）号不对', en: 'record number names no village' },
  recordSerial: { zh: '档案号里的序号不对', en: 'record number has no serial' },
};

export const sexWords = { male: '男 male', female: '女 female', unknown: '未知 unknown' } as const;

/** Of an allergy that is on record and not active. */
export const allergyStatusWords = { active: '有效 active', refuted: '已排除 refuted', enteredInError: '误录 entered in error' } as const;
