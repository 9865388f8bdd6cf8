import { NoCountyYet } from '../store/database.ts';

/**
 * What stood in the way, in one line of both languages; never a stack.
 * @param meant the file that was being worked on, where the error does not name one
 */
export function troubleWords(error: unknown, meant = ''): string {
  const { code, path } = factsOf(error, meant);
  const ofFile = files[code];
  if (ofFile !== undefined) return path === '' ? ofFile : `${ofFile}: ${path}`;
  if (error instanceof NoCountyYet) return noCounty;
  const known = database[code];
  if (known !== undefined) return known;
  return `没有做成 · Not done: ${error instanceof Error ? error.message : String(error)}`;
}

/** Whether it was a file that stood in the way. */
export const isFileTrouble = (error: unknown): boolean => files[factsOf(error, '').code] !== undefined;

const files: Readonly<Partial<Record<string, string>>> = {
  ENOENT: '没有这个文件或文件夹 · No such file or folder',
  EISDIR: '这是文件夹，要给出文件名 · This is a folder: name a file',
  ENOTDIR: '这条路径上有一段不是文件夹 · A part of this path is no folder',
  EEXIST: '这条路径上有一段不是文件夹 · A part of this path is no folder',
  EACCES: '没有权限读写 · Not allowed to read or write there',
  EPERM: '没有权限读写 · Not allowed to read or write there',
  EROFS: '没有权限读写 · Not allowed to read or write there',
  ENOSPC: '硬盘满了，请腾出空间再来 · The disk is full: free some space and try again',
  EDQUOT: '硬盘满了，请腾出空间再来 · The disk is full: free some space and try again',
  EFBIG: '硬盘满了，请腾出空间再来 · The disk is full: free some space and try again',
};

const noCounty = '这个数据库里还没有县，或它是旧版本的：建一个用 init，旧的先启动县服务器，备份用 restore · There is no county in this database yet, or it is of an older version: make one with init, start the county server on an older one, or restore a backup';

/** Of the connection, and of PostgreSQL by SQLSTATE. */
const database: Readonly<Partial<Record<string, string>>> = {
  ECONNREFUSED: '县数据库没有运行：请先运行 npm start，别的库用 DATABASE_URL 指出 · The county database is not running: run npm start first, or name another with DATABASE_URL',
  ENOTFOUND: '找不到县数据库的主机：请核对 DATABASE_URL · The host of the county database is not found: check DATABASE_URL',
  ETIMEDOUT: '县数据库没有应答：请核对 DATABASE_URL 和网络 · The county database does not answer: check DATABASE_URL and the line',
  '3D000': '没有这个数据库：请核对 DATABASE_URL · There is no such database: check DATABASE_URL',
  '28P01': '县数据库不接受这个用户或口令：请核对 DATABASE_URL · The county database refuses this user or password: check DATABASE_URL',
  '28000': '县数据库不接受这个用户或口令：请核对 DATABASE_URL · The county database refuses this user or password: check DATABASE_URL',
  '42P01': noCounty,
  '53100': '数据库所在的硬盘满了：请腾出空间再来 · The disk of the database is full: free some space and try again',
  '22P02': '这不是编号，或格式不对 · That is no id, or is not written as it should be',
};

function factsOf(error: unknown, meant: string): { readonly code: string; readonly path: string } {
  if (!(error instanceof Error)) return { code: '', path: meant };
  return { code: 'code' in error ? String(error.code) : '', path: 'path' in error ? String(error.path) : meant };
}
