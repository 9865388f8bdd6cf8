import type { Clinic } from './connect.ts';
import type { DemoStaff } from './findClinic.ts';
import { endedWords } from './wentWrong.ts';

export interface Credentials {
  /** A member of staff by name; the first who may import, if left out. */
  readonly staff?: string | undefined;
  readonly pin?: string | undefined;
}

const maxWaits = 3;

/** Unlocks as the member of staff that is meant. @returns why not, in words, or null. */
export async function unlock(clinic: Clinic, demoStaff: readonly DemoStaff[], { staff, pin }: Credentials): Promise<string | null> {
  const { staff: slots, purged } = await clinic.status();
  if (purged !== null) return endedWords(purged.at);
  const wanted = staff ?? demoStaff.find((person) => person.pin === pin)?.name;
  const slot = wanted === undefined ? (slots.find(({ role }) => role === 'villageDoctor' || role === 'physician') ?? slots[0]) : slots.find(({ name }) => name === wanted);
  if (slot === undefined) return `没有这个人 · Nobody here is called ${wanted ?? '?'} (${slots.map(({ name }) => name).join(', ')})`;
  const secret = pin ?? demoStaff.find((person) => person.name === slot.name)?.pin;
  if (secret === undefined) return `请用 --pin 给出 ${slot.name} 的密码 · Give the PIN of ${slot.name} with --pin`;
  return tryUnlock(clinic, slot.personId, secret, maxWaits);
}

/** After a wrong PIN of somebody else the slot is closed for some seconds: that is waited for. */
async function tryUnlock(clinic: Clinic, personId: string, secret: string, waits: number): Promise<string | null> {
  const result = await clinic.unlock(personId, secret);
  if (result.ok) return null;
  switch (result.reason) {
    case 'lockedOut':
      return `错误太多，锁到 ${result.until} · Too many wrong PINs: locked until ${result.until}`;
    case 'damaged':
      return `打不开 · It cannot be opened: ${result.detail}`;
    case 'leaseOver':
      return '太久没有与县里联通，先不能解锁；等待上传的照样会传 · Too long without the county: it cannot be unlocked before an exchange, or a code of county IT on the unlock page; what waits is sent all the same';
    case 'postEnded':
      return '县里已结束这个人在这里的岗位 · The county has ended the post of this person here';
    case 'wrong': {
      if (!result.isWaiting || waits === 0) return `密码不对，还可以试 ${result.attemptsLeft} 次 · Wrong PIN, ${result.attemptsLeft} attempts left`;
      await new Promise((resolve) => setTimeout(resolve, result.waitSeconds * 1000 + 50));
      return tryUnlock(clinic, personId, secret, waits - 1);
    }
  }
}
