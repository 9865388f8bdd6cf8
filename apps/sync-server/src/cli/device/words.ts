import type { DeviceCommandName } from './asked.ts';

/** What can be done about the PCs, each with its own help. */
export const deviceUsage = `用法 · Usage: npm run county -- device COMMAND [--json]

  list                       全部电脑：状态、上次联通、未传、硬盘、时钟、出过的问题 · every PC: status, last heard, what waits, disk, clock, trouble
  show ID                    一台电脑，和县信息科对它做过的事 · one PC, and what county IT did about it
  code ORG                   登记码，10 分钟、5 次之内有效 · a one-time code, good for 10 minutes and 5 tries
  retire ID --reason WHY     停用：先交完，再清除机上的患者资料 · retires it: it delivers, then deletes what it holds of patients
  stolen ID --reason WHY     报失：不再给它任何数据，传来的隔离 · reports it stolen or lost: it gets nothing, what it sends is set aside
  found ID --reason WHY      找到了，或弄错了：恢复使用 · it was found, or it was a mistake: in use again
  replace ID --reason WHY    换一台新电脑，旧的一条不丢 · another PC takes its place, and nothing of the old one is lost
  recover ID --person ID --reason WHY
                             PIN 都忘了：一次性的码，让这个人重设 · every PIN is forgotten: a one-time code by which that person sets one anew
  extend ID --days N         离线的电脑再用 N 天 · a PC without a line may be used N days more

每个命令都有 --help · Each has --help`;

const reasonAndBy = `  --reason WHY   理由，至少两个字，300 字以内，会留底 · why, in words: two letters at least, at most 300 characters; it is kept
  --by NAME      谁决定的；不给就是当前用户 · who decided; the present user if left out
  --json         结果是一行 JSON · the result is a line of JSON`;

export const helpOf: Readonly<Record<DeviceCommandName, string>> = {
  recover: `用法 · Usage: npm run county -- device recover ID --person ID --reason WHY [--by NAME] [--json]

一次性的码，让锁住的电脑重新打开，由这个人重设 PIN · A one-time code that opens a locked PC again and lets that person set a PIN.
  ID             device list 的编号 · as in device list
  --person ID    person list 的编号 · as in person list
${reasonAndBy}`,
  extend: `用法 · Usage: npm run county -- device extend ID --days N [--json]

一个码，让没有线路的电脑再用 N 天 · A code by which a PC without a line may be used N days more.
  ID             device list 的编号 · as in device list
  --days N       1 到 366 · 1 to 366
  --json         {"code", "days"}`,
  list: `用法 · Usage: npm run county -- device list [--json]

全部电脑，按机构排 · Every PC, by institution.
  --json         一个 JSON 数组 · one array of JSON`,
  show: `用法 · Usage: npm run county -- device show ID [--json]

一台电脑的情况，和县信息科对它做过的事 · How one PC fares, and what county IT did about it.
  ID             device list 的编号 · as in device list`,
  code: `用法 · Usage: npm run county -- device code ORG [--name NAME] [--json]

给这个机构的一台电脑一个登记码，10 分钟内有效，用一次作废，输错 5 次作废
A one-time code for a PC of this institution: good for 10 minutes, once, and for at most 5 tries.
  ORG            机构的编号，或全名、简称 · the institution's id, or its name
  --name NAME    这台电脑叫什么 · what the PC is called
  --json         {"code", "expiresAt"}`,
  retire: `用法 · Usage: npm run county -- device retire ID --reason WHY [--keep] [--by NAME] [--json]

停用：它下次联网先把没传的全部交上来，再清除机上的患者资料并报告
Retires a PC: when it is next on line it delivers all that it has, then deletes what it holds of patients, and says so.
  --keep         只停用，不清除：只上传，不再取数据 · it keeps what it holds: it delivers, and is given nothing
${reasonAndBy}`,
  stolen: `用法 · Usage: npm run county -- device stolen ID --reason WHY [--by NAME] [--json]

报失：县里不再给它任何数据，它的钥匙只能交记录，交来的都先隔离
Reports a PC stolen or lost: it is given nothing, its key is good for delivering only, and what it delivers is set aside.
找到了用 device found · If it is found: device found
${reasonAndBy}`,
  found: `用法 · Usage: npm run county -- device found ID --reason WHY [--take] [--by NAME] [--json]

找到了、报错了，或停用错了：恢复使用 · It was found, or reported or retired by mistake: it is in use again.
  --take         报失期间隔离的保存一并重新判 · what was set aside meanwhile is judged now, too
${reasonAndBy}`,
  replace: `用法 · Usage: npm run county -- device replace ID --reason WHY [--name NAME] [--by NAME] [--json]

换一台新电脑：给出新电脑的登记码。新电脑登记好，旧的才停用；旧的再联网时交完、清除
Another PC takes its place: prints a code for it. Only once that one is enrolled is the old one retired: should it be on line again, it delivers what it has and deletes it.
  --name NAME    新电脑叫什么；不给就同名 · what the new PC is called; the same if left out
${reasonAndBy}`,
};
