import { createInterface } from 'node:readline/promises';
import type { PasswordFault } from '../access/passwords.ts';
import { leastPasswordLength, passwordFault } from '../access/passwords.ts';

/** A new password from the environment, or from a line of standard input. @param own what it must not be made of */
export async function askedPassword(own: readonly string[]): Promise<string | { readonly fault: keyof typeof passwordWords }> {
  const given = process.env['LIANYI_NEW_PASSWORD'] ?? (await lineOfInput());
  if (given === '') return { fault: 'none' };
  const fault = passwordFault(given, own);
  return fault === null ? given : { fault };
}

async function lineOfInput(): Promise<string> {
  const lines = createInterface({ input: process.stdin });
  if (process.stdin.isTTY) process.stderr.write('新密码 · New password: ');
  for await (const line of lines) {
    lines.close();
    return line;
  }
  return '';
}

export const passwordWords: Readonly<Record<PasswordFault | 'none', string>> = {
  none: '请用 LIANYI_NEW_PASSWORD 或标准输入给出密码 · Give the password in LIANYI_NEW_PASSWORD or on standard input',
  tooShort: `密码太短，至少 ${leastPasswordLength} 个字符 · The password is too short: at least ${leastPasswordLength} characters`,
  tooLong: '密码太长，最多 200 个字符 · The password is too long: at most 200 characters',
  common: '这个密码太常见，容易被猜到 · This password is a common one, and soon guessed',
};
