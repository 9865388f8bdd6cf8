import type { Database } from '../store/database.ts';
import type { RowFault } from '../sync/examineDocuments.ts';
import { examineDocuments } from '../sync/examineDocuments.ts';
import { say } from './say.ts';

/** Goes over every document, changes nothing, and names those whose row does not fit together. @returns 0 if none */
export async function check(db: Database): Promise<number> {
  let [looked, wrong] = [0, 0];
  const met = new Set<RowFault>();
  for await (const { id, kind, faults } of examineDocuments(db)) {
    looked += 1;
    if (faults.length === 0) continue;
    wrong += 1;
    for (const fault of faults) met.add(fault);
    await say(`${id} ${kind} ${faults.join(' ')}`);
  }
  for (const fault of met) console.error(`${fault}: ${faultWords[fault]}`);
  console.error(wrong === 0
    ? `${looked} 份文档，内容、版本、范围都对得上 · ${looked} documents, each with the content, version and scopes that its row says`
    : `${looked} 份文档中 ${wrong} 份对不上，什么也没有改。请保存数据库现状；那份文档：prove ID；完好的内容在备份和诊所的电脑里 · ${wrong} of ${looked} documents do not fit together; nothing was changed. Keep the database as it is and see prove ID; the whole contents are in a backup and on the clinics' PCs`);
  return wrong === 0 ? 0 : 1;
}

const faultWords: Readonly<Record<RowFault, string>> = {
  content: '内容与写入时的校验值不同 · the content and the hash that was written with it differ',
  version: '不是这一类型、编号和版本的文档 · no document of the kind, id and version of the row',
  scopes: '所在的范围与内容、患者现在的机构、关联不符 · it is in other scopes than its content, the patient\'s present home and links say',
};
