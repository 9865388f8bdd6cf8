import type { Clinic } from './connect.ts';
import { isClinicGone, isNotAllowed } from './connect.ts';
import { notAllowedWords } from './notAllowedWords.ts';

const goneWords = '诊所程序停了，已保存的都在硬盘上。重新打开诊所（npm start）后再运行一次 · The clinic has stopped; everything saved is on the disk. Open it again (npm start) and run the command once more';

export const endedWords = (at: string): string => `县里已停用这台电脑，患者资料在 ${at} 删除；以前的保存都在县里 · The county has ended this PC, and its patient data was deleted at ${at}; all that was saved here is at the county`;

/** Why a command failed, in words; null where it is a fault that nothing is known of. A purge in the midst of one closes what it works on. */
export async function wentWrong(clinic: Pick<Clinic, 'status'>, error: unknown): Promise<string | null> {
  const purged = await clinic.status().then((status) => status.purged, () => null);
  if (purged !== null) return endedWords(purged.at);
  if (isClinicGone(error)) return goneWords;
  return isNotAllowed(error) ? notAllowedWords(error) : null;
}
