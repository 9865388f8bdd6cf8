import type { PersonFault } from '../personWords.ts';
import { faultWords, fieldOf } from '../personWords.ts';
import type { BundleFault } from './readBundle.ts';
import type { SkipReason } from './planBundle.ts';

export const bundleFaultWords: Readonly<Record<BundleFault, string>> = {
  notFound: '打不开这个文件 · The file cannot be opened',
  tooLarge: '文件太大，请让对方按患者分开导出 · The file is too large: ask for one for each patient',
  notJson: '不是 JSON · Not JSON',
  notABundle: '不是 FHIR Bundle · Not a FHIR bundle',
};

export const skipWords: Readonly<Record<SkipReason, string>> = {
  alreadyHere: '已在档案里 · here already',
  billing: '收费单据，不是病史 · billing, no history',
  namesOnly: '只取名称 · read for its name only',
  noResource: '这一项里没有可读的资源 · an entry without a resource that can be read',
  notUnderstood: '这一类还读不了 · a type that is not read yet',
  otherPatient: '不属于文件里的患者 · of no patient that was taken from the file',
  patientRefused: '这位患者没有导入，原因另有一行 · this patient was not imported, for the reason in a line of its own',
  invalid: '内容不合 FHIR R4 · not valid as FHIR R4',
  unnamed: '没有名称 · without a name',
  enteredInError: '对方已作废或未做 · entered in error or not done',
  noKnownAllergy: '“无已知过敏”，请当面再问 · "no known allergy": ask the patient',
};

export const withoutDateWords = '导入，缺日期 imported without its date';
export const impossibleDateWords = '日期不存在 · a date that does not exist';
export const notImportedWords = '未导入 not imported';
export const noPatientWords = '文件里没有患者 · No patient in the file';
export const severalPatientsWords = (count: number): string => `本机有 ${count} 份档案都像此人，请先核对 · ${count} records here fit this patient: look at them first`;
export function patientWords(faults: readonly PersonFault[]): string {
  const [zh, en] = [faults.map(({ field, code }) => `${fieldOf(field).zh}${faultWords[code].zh}`), faults.map(({ field, code }) => `${fieldOf(field).en} ${faultWords[code].en}`)];
  return `患者资料不全或不对：${zh.join('、')} · The patient is incomplete or wrong: ${en.join(', ')}`;
}
export const diskFullWords = '磁盘满了，导入停在这里；已存的仍在，腾出空间后再导入一次即可 · The disk is full: what was saved stays; make room and import again';
