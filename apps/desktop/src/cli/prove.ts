import type { Clinic } from './connect.ts';
import { remark, sayEither } from './sayEither.ts';

/** Prints the proof on the first stream, so that it can be compared with the county's, and what it means on the second. @returns 0 if it is held */
export async function prove(clinic: Clinic, id: string, isJson: boolean): Promise<number> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) {
    remark(`这不是编号 · This is no id: ${id}`);
    return 2;
  }
  const { isHeld, words, lines } = await clinic.prove(id);
  sayEither(isJson, { id, isHeld, lines }, ...lines);
  remark(words);
  return isHeld ? 0 : 1;
}
