import type { TableFault } from '../table/tableSource.ts';
import type { RowNote } from './rosterRow.ts';

/** What a report says about a row, in both languages. */
export const noteWords: Readonly<Record<RowNote['code'], string>> = {
  required: '没有填 · missing',
  tooLong: '太长 · too long',
  invalid: '填得不对 · not valid',
  notADate: '不是日期 · not a date',
  future: '日期还没到 · in the future',
  beforeBirth: '早于出生日期 · before the birth date',
  tooOld: '超过 150 岁 · older than 150 years',
  differsFromNumber: '与证件号不符 · differs from the identity number',
  contradictsNone: '与“无”矛盾 · contradicts "none"',
  idCharacters: '证件号里有别的字符 · identity number has other characters',
  idLength: '证件号位数不对 · identity number has the wrong length',
  idDate: '证件号里的日期不存在 · the date in the identity number does not exist',
  idFuture: '证件号里的日期还没到 · the date in the identity number is in the future',
  idAge: '证件号里的年龄超过 150 岁 · the identity number says older than 150 years',
  idCheck: '证件号校验位不对，请核对原件 · check digit of the identity number is wrong',
  numberRounded: '证件号被表格软件改成了数值，末几位已丢失 · the spreadsheet rounded the identity number',
  phoneCharacters: '不是电话号码 · not a telephone number',
  phoneLength: '电话位数不对 · telephone number has the wrong length',
  phoneMobile: '不是手机号 · not a mobile number',
  morePhones: '有几个电话，只取了第一个 · several telephone numbers, the first was taken',
  recordCharacters: '档案号里有别的字符 · record number has other characters',
  recordLength: '档案号应为 17 位 · a record number has 17 digits',
  recordInstitution: '档案号里的村（居）号不对 · record number names no village',
  recordSerial: '档案号里的序号不对 · record number has no serial',
  sexUnknownWord: '认不出的性别 · sex not understood',
  ambiguousMatch: '有几份档案都像此人，请先核对 · several records fit: look at them first',
  recordNumberOfAnother: '这个档案号是别人的 · the record number is somebody else\'s',
  differs: '与档案不同，档案没有改 · differs from the record, which stays',
  numberAdded: '给档案补上了证件号 · identity number added to the record',
  notSaved: '没有存成 · could not be saved',
  headingUnknown: '认不出的栏目，没有导入 · heading not known, column not imported',
};

export const outcomeWords = {
  rejected: '未导入 not imported',
  imported: '已导入 imported',
  matched: '已有 matched',
  table: '表格 table',
} as const;

export const tableFaultWords: Readonly<Record<TableFault, string>> = {
  notFound: '打不开这个文件 · The file cannot be opened',
  empty: '文件是空的 · The file is empty',
  oldExcel: '旧版 Excel（.xls）或有密码的文件：请在 Excel 里另存为 .xlsx 或 CSV · An .xls file or one with a password: save it as .xlsx or CSV',
  damaged: '文件已损坏或不是表格 · The file is damaged, or no table',
  tooLarge: '表格太大 · The table is too large',
};

export const noHeadingWords = '前 30 行里没有找到表头：需要“姓名”，再加“身份证号”“出生日期”等任一栏 · No headings among the first 30 rows: "name" is needed, and one more such as "ID number" or "date of birth"';
export const diskFullWords = '磁盘满了，导入停在这里；已存的仍在，腾出空间后再导入一次即可 · The disk is full: what was saved stays; make room and import again';
