/** What the command line says of itself: two blanks begin a command, and `usageOf` reads it so. */
export const usage = `用法 · Usage: npm run clinic -- [--clinic NAME | --data-dir DIR] [--staff NAME] [--pin PIN] COMMAND

  dump                  所有可见文档，每行一个 JSON（医生和院长，留审计） · every shown document, a JSON line each (doctors and the head; in the audit)
  scopes                本机跟随的范围 · the scopes that this PC follows, for county -- dump --scopes
  line                  线路状态 · the state of the line
  prove ID              证明一份文档或一次保存已在县里 · what proves that a document or a save is held
  doctor                检查并修补本机数据 · examine this PC's data, and mend it (0 whole, 1 mended, 2 needs a person)
  backup FILE           整个诊所存成一个加密文件（医生和院长，留审计） · the whole clinic in one sealed file (doctors and the head; in the audit; LIANYI_BACKUP_PASSPHRASE)
  restore FILE          在空目录里恢复 (要 --data-dir) · puts it back into an empty --data-dir
  enrol CODE            把空目录登记成诊所 (要 --data-dir --county-url --name --staff --pin) · makes an empty --data-dir a clinic's
  rekey CODE            硬盘被复制或恢复过：换新密钥继续 · a new key, after the disk was cloned or restored
  parcel out FILE       等待上传的存成一个文件，用 U 盘带到县里 · what waits, in a file for a stick to the county
  parcel in FILE        读入县里带回的文件 · takes in what the county gave a stick; 一直插着的 U 盘里，自己读
                        lianyi-本机编号末 8 位-county*.parcel · on a stick that stays in the PC, what is named so is read by itself
  import roster FILE    导入居民名册 (CSV, XLSX) · import a resident roster
                        表头要有姓名和另一项 (证件号、出生日期、电话…)，中英文、先后都行；没导入的逐行写进报告，结尾说它在哪里 · headings: the name
                        and one thing more, Chinese or English, in any order; what was not taken is in a report by its line, the last line says where
  import fhir FILE...   导入 FHIR R4 数据 · import FHIR R4 bundles
                        每个文件一个 Bundle；读不懂的按类型计数，写进报告；有文件没导入时退出码 1 · one bundle a file; what is not understood is
                        counted by type and in the report; exit code 1 when a file was not imported

每个命令都有 --help 和 --json · Each has --help and --json
`;

const options = `  --clinic NAME | --data-dir DIR
                        演示里的哪个诊所，或诊所的文件夹（演示用 --home DIR 放在别处的：DIR/clinics/…） · which clinic of the demo, or its folder
                        (DIR/clinics/... of a demo that is kept elsewhere with --home DIR)
  --staff NAME --pin PIN
                        谁来解锁 · who unlocks it
  --json                结果是一行 JSON；为什么没做成，用话说在另一流 · the result is a line of JSON; why something was not done is said in words on
                        the other stream`;

/** What stands in the list about the commands that begin with these words, as far as there are such. */
export function usageOf([name = '', what = '']: readonly string[]): string {
  const entries = usage.split(/\n(?! {4})/);
  const [exact, all] = [`${name} ${what}`, name].map((words) => entries.filter((entry) => entry.startsWith(`  ${words} `)));
  return ['用法 · Usage: npm run clinic -- COMMAND', '', ...(exact?.length ? exact : all ?? []), options].join('\n');
}
