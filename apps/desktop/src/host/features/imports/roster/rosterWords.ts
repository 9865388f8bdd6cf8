import type { DraftFault } from '@lianyi/schema/rules/patientDraft';
import { faultWords, inBoth } from '../personWords.ts';
import type { TableFault } from '../table/tableSource.ts';
import type { RowNote } from './rosterRow.ts';

const draftFaultWords = Object.fromEntries(Object.entries(faultWords).map(([code, words]) => [code, inBoth(words)])) as Readonly<Record<DraftFault, string>>;

/** What a report says about a row, in both languages. */
export const noteWords: Readonly<Record<RowNote['code'], string>> = {
  ...draftFaultWords,
  numberRounded: '证件号被表格软件改成了数值，末几位已丢失 · the spreadsheet rounded the identity number',
  morePhones: '有几个电话，只取了第一个 · several telephone numbers, the first was taken',
  sexUnknownWord: '认不出的性别 · sex not understood',
  sexMissing: '没有填性别，记为“未知”，请补上 · no sex given, kept as unknown: fill it in',
  ambiguousMatch: '有几份档案都像此人，请先核对 · several records fit: look at them first',
  recordNumberOfAnother: '这个档案号是别人的 · the record number is somebody else\'s',
  differs: '与档案不同，档案没有改 · differs from the record, which stays',
  numberAdded: '给档案补上了证件号 · identity number added to the record',
  notSaved: '没有存成 · could not be saved',
  lineBreak: '姓名分成了两行：一格里有两个人，还是名字断开了？ · the name runs over two lines: two people in one cell, or one name broken?',
  eitherOrder: '日和月分不清，整份表也看不出先写哪个：请写成 1966-03-02 的样子 · day and month could be either, and no date of the table shows which comes first: write it as 1966-03-02',
  quoteNotClosed: '这一行的引号没有配对，本行未导入，后面的行不受影响 · a quote of this line is never closed: the line is not imported, those behind it are',
  lineTooLong: '这一行太长 · the line is too long',
  moreCells: '这一行的格数比表头多，分不清哪格是哪栏，本行未导入 · more cells than headings: which cell is of which column is not known, the line is not imported',
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
export const noRowWords = '只有表头，没有居民 · Headings only: there is nobody in the table';
export const diskFullWords = '磁盘满了，导入停在这里；已存的仍在，腾出空间后再导入一次即可 · The disk is full: what was saved stays; make room and import again';
