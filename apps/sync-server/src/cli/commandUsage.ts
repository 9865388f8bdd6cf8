/** What the command line says of itself. Two blanks begin a command, more go on with it: `usageOf` reads it so. */
export const usage = `用法 · Usage: npm run county -- COMMAND

  init | org | person | role 建县、机构、人员、岗位 · the county, its organisations, people, roles: each with --help and --json
  dump [--scopes SCOPES]     每份文档一行规范 JSON，按编号排 · every document as a line of canonical JSON, by id: {body, id, kind, revision, scopes, waiting},
                             与 clinic -- dump 同一格式；给出范围 (org:ID,catalogue) 时，是跟随它们的诊所所有的 · the form of clinic -- dump; with scopes
                             what a clinic that follows them has
  organisations              各机构和编号 · the organisations and their ids
  device COMMAND             电脑：list、show、code、retire、stolen、found、replace · the PCs: listed, enrolled, retired, lost, replaced (device --help)
  move-patient ID ORGID --reason
                             把整份档案转到另一机构，会通知原机构 · moves a patient's whole record to another institution; the old one is told
  quarantine                 县里不能照收的保存 · the bundles that the county could not accept as they are
  release BUNDLE --reason WHY [--by NAME]
                             原因改好后，把隔离的一笔和依赖它的重新判一次 · judges a bundle in quarantine again, after its cause was mended, with what
                             depends on it
  prove ID [--device ID]     证明一份文档或一次保存已在县里 · what proves that a document or a bundle is held: chain, signatures, receipt, numbers;
                             加 --device 与那台电脑自己的证明逐行相同 · with a device what that PC's own proof says, line by line
  check                      逐份核对全部文档（内容、版本、范围）和审计链；有不对的退出码 1 · goes over every document and lists those whose content hash,
                             version or scopes are not what the row says, and over the audit: altered, removed, inserted or moved
                             entries; changes nothing, exit code 1 if there are any
  audit [--patient ID] [--person ID] [--device ID] [--from] [--until] [--json|--csv]
                             谁看过、改过谁的档案 · who looked at or changed whose record; audit --help
  user list|add|link|password|totp-reset|block|unblock
                             县平台的用户 · the users of the county's console; user --help
  gap-lost DEVICE LANE NUMBER --reason TEXT
                             放弃一台电脑不会再来的保存，后面等着的就能判 · gives up bundles of a PC that will not come, so that what waits behind
                             them is judged
  backup FILE                不停机存下全县的一个时刻，加密 · one moment of the whole county, sealed, while it serves (LIANYI_BACKUP_PASSPHRASE, or --key-file FILE)
  restore FILE               把备份恢复到空数据库，开始新的历史 · fills an empty database from a backup; a new epoch begins
  parcel in FILE             收下诊所 U 盘里的文件 · takes in a clinic's parcel from a stick
  parcel out FILE --device ID
                             做一个带回诊所的文件：回执和别处的记录 · a parcel for that PC: receipts, and what others wrote;
                             一直插着 U 盘的电脑自己读 lianyi-编号末 8 位-county*.parcel · a PC with a stick that stays in it reads by itself what is named so
  confirm-devices            恢复以后：所有电脑又可以取数据 · after a restore: every device may pull again
  confirm-device ID          一台电脑可以取数据：恢复以后，或换了密钥以后 · one device may pull: after a restore, or enrolled anew after a fork;
                             分叉的一台：查明没有另一份在用，不再列为 forked · of a forked one: no other copy of it is in use, and it is shown as forked no more
  device recover ID --person ID --reason WHY [--by NAME]
                             员工都忘了 PIN：一次性的码，那个人用它重设，记录都在 · all its staff forgot their PINs: a one-time code by which that person sets
                             a new one, and nothing is lost
  device extend ID --days N  不联通的电脑延期的码 · a code that lets a PC without a line be opened for so many days more
  device-policy [--days N] [--pins yes|no]
                             所有电脑：不联通最多用几天，能不能用 PIN · of all PCs: how many days without the county, and whether PINs are allowed
  log SCOPE [--after N]      一个范围的日志，每行一个 JSON · a scope's log as lines of JSON: catalogue, or org:ID

每个命令都有 --help 和 --json · Each has --help and --json

数据库由 DATABASE_URL 给出，密钥在 LIANYI_KEY_DIR，没有就用 npm start 做的演示；演示用 --home DIR 放在别处的，见 DIR/demo.json 和 DIR/county/keys
The database is that of DATABASE_URL and the key in LIANYI_KEY_DIR, else those of the demo that npm start has made; of one kept elsewhere with
--home DIR they are in DIR/demo.json and DIR/county/keys.`;

const ofAll = `  --json                     结果是 JSON，每行一个；为什么没做成，用话说在另一流 · the result as JSON, a line each; why something was not done is said in
                             words on the other stream`;

/** What stands in a list of commands about those that begin with this word. */
export function usageOf(listed: string, name: string): string {
  const entries = listed.split(/\n(?= {2}\S)/).slice(1).map((entry) => entry.split('\n\n')[0] ?? '');
  return ['用法 · Usage: npm run county -- COMMAND', '', ...entries.filter((entry) => new RegExp(`^ {2}${name}( |$)`).test(entry)), ofAll].join('\n');
}
