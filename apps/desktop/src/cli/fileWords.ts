import type { TargetTrouble } from '../contract/views.ts';

/** Why a file could not be read or written, in both languages. */
export const fileWords = (trouble: TargetTrouble, path: string): string => `${words[trouble]}: ${path}`;

const words: Readonly<Record<TargetTrouble, string>> = {
  missing: '没有这个文件或文件夹 · No such file or folder',
  folder: '这是文件夹，要给出文件名 · This is a folder: name a file',
  notAFile: '这不是普通文件，什么也没有写：请给另一个文件名 · This is no regular file, and nothing was written: name another',
  notAFolder: '这条路径上有一段不是文件夹 · A part of this path is no folder',
  denied: '没有权限读写 · Not allowed to read or write there',
  full: '硬盘满了，请腾出空间再来；原来的都在 · The disk is full: free some space and try again; all that was there stays',
  busy: '别的程序正在用，请稍后再试 · Another program is using it: try again later',
};
