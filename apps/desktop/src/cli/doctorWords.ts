import type { DoctorCheck, Fault, Finding } from '../contract/views.ts';

/** Says what the doctor found, in both languages, or as a line of JSON. @returns the exit code: 0 whole, 1 mended, 2 needs a person */
export function sayFindings(findings: readonly Finding[], out: NodeJS.WritableStream, isJson = false): number {
  if (isJson) out.write(`${JSON.stringify({ findings })}\n`);
  for (const { check, looked, fault, count, outcome } of isJson ? [] : findings) {
    const words = fault === null ? `${looked} ✓` : `${faults[fault](count)}${nextSteps[fault] ?? advice[outcome]}`;
    out.write(`${checks[check]}: ${words}\n`);
  }
  if (findings.some(({ outcome }) => outcome === 'person')) return 2;
  return findings.some(({ outcome }) => outcome === 'mended') ? 1 : 0;
}

const checks: Readonly<Record<DoctorCheck, string>> = {
  database: '数据库 database',
  chain: '上传链 chain',
  outbox: '待上传 outbox',
  receipts: '县收据 receipts',
  line: '与县联通 line',
  county: '与县核对 county',
  documents: '文档 documents',
  projections: '索引 projections',
};

const advice: Readonly<Record<Finding['outcome'], string>> = {
  whole: '',
  mended: ' → 已修好 mended',
  person: ' → 请告诉县信息科；数据都在，先不要删除任何文件 tell county IT; nothing was deleted, and delete nothing',
  notDone: ' → 有网后再查 look again when there is a line',
};

const kept = '这里的记录都在，可以照常看病 · all that is saved here is kept, and work can go on';

const keptUnsent = '这里的记录都在，可以照常看病，只是先不上传 · all that is saved here is kept, and work can go on; nothing is sent for now';

/** Where there is more to say than whom to tell: what is safe, and what to do next. */
const nextSteps: Readonly<Partial<Record<Fault, string>>> = {
  forked: `\n  → ${kept}\n  → 向县信息科要一个登记码，运行 rekey CODE，再请他们确认（county -- confirm-device） · ask county IT for a code, run rekey CODE, then have them confirm this PC (county -- confirm-device)`,
  unknownDevice: `\n  → ${kept}\n  → 先不要重新登记或清空：请县信息科查设备清单（county -- device list）。县里若从备份恢复过，本机可能是备份以后登记的 · do not enrol anew or clear anything yet: ask county IT to look for it (county -- device list). If the county was restored from a backup, this PC may have been enrolled after it`,
  badSignature: `\n  → ${kept}\n  → 请县信息科核对这台设备和县的密钥（county -- device list） · ask county IT to check this device and the county’s key (county -- device list)`,
  otherEpoch: `\n  → ${keptUnsent}\n  → 请县信息科确认：是连错了县，还是县里没有用 county -- restore 恢复 · ask county IT: is this the wrong county, or was it restored by other means than county -- restore`,
  beyondLog: `\n  → ${keptUnsent}\n  → 请县信息科确认：数据库若退回过，停下服务器，用 county -- backup 再 county -- restore 到空库，各卫生室会补回；若没有退回过，停用本机（device retire ID --keep，还会上传），传完再重新登记 · ask county IT: if the database went back, stop the server, county -- backup, then county -- restore into an empty one: clinics bring back what it lost. If it did not, retire this PC (device retire ID --keep: it still delivers), and enrol it anew once all has been sent`,
  retired: `\n  → ${kept}；若还要用，请县信息科重新启用（device found ID） · if it is still needed, ask county IT (device found ID)`,
  stolen: `\n  → ${kept}；传去的先隔离，不丢 · what it sends is set aside, not lost\n  → 电脑在你们手里，就请县信息科运行 device found ID --take · if this PC is in good hands, ask county IT to run device found ID --take`,
  otherVersion: `\n  → ${kept}；请升级联医，或等县里升级，之后自动继续 · upgrade Lianyi here, or wait for the county’s upgrade; it goes on by itself`,
  diskFull: '\n  → 请腾出空间，之后自动再取 · free some space; it is fetched again by itself',
  stillFetching: '',
  awaitsConfirmation: `\n  → ${kept}\n  → 请县信息科核对设备后运行 county -- confirm-devices · ask county IT to look through the devices and run county -- confirm-devices`,
  notCompared: '',
};

const faults: Readonly<Record<Fault, (count: number) => string>> = {
  fileDamaged: () => '文件损坏，其余没有动 · the file is damaged; nothing else was touched',
  referencesBroken: (count) => `${count} 处引用断了 · ${count} broken references`,
  numbersMissing: (count) => `${count} 处编号不连 · ${count} gaps in the numbers`,
  linkBroken: (count) => `${count} 处链接不符 · ${count} links that do not fit`,
  bodyChanged: (count) => `${count} 包内容被改过 · ${count} bundles whose content was changed`,
  notSignedHere: (count) => `${count} 包不是本机签名 · ${count} bundles not signed by this PC`,
  heldWithoutReceipt: (count) => `${count} 包标为已收到却没有收据，已重新排队上传 · ${count} marked as held without a receipt, to be sent again`,
  receiptForeign: (count) => `${count} 张收据不是县里的，已重新排队上传 · ${count} receipts not the county's, to be sent again`,
  otherThanCounty: (count) => `${count} 份与县里不同，已按县里的补好 · ${count} other than the county's, taken from it`,
  lostByCounty: (count) => `${count} 次保存县里收过又丢了（数据库可能退回过），已重新排队上传，本机照常显示；请告诉县信息科 · ${count} saves that the county had taken and has lost (its database may have gone back), to be sent again and shown here as before; tell county IT`,
  unknownToCounty: (count) => `${count} 份县里没有，也不是本机能补传的，这里照样留着：由做出它的电脑，或县里恢复备份来补 · ${count} unknown to the county and not this PC’s to send, kept here: the PC that made them, or a backup of the county, brings them back`,
  notMended: (count) => `${count} 处补不上 · ${count} could not be mended`,
  noLine: () => '没有网，或县里的服务器没有应答 · no line, or the county does not answer',
  countyBusy: () => '县里这时没能办 · the county could not do it now',
  forked: () => '县里已有本机编号下的另一份记录：硬盘被复制或恢复过，新的保存县里没有收 · the county has other work under this PC’s numbers: the disk was cloned or restored, and new saves are not taken',
  unknownDevice: () => '县里不认识这台电脑 · the county does not know this PC',
  badSignature: () => '县里认不出本机的签名，或收据不是县里签的 · the county rejects this PC’s signature, or its receipts are not the county’s',
  otherEpoch: () => '县里的数据库换成了另一份，与本机的历史接不上 · the county has another database, whose history does not go back to this PC’s',
  beyondLog: () => '本机已取到的比县里现有的还多：县里的数据库退回到了过去，或本机文件坏了 · this PC has read more than the county has: its database went back to an earlier moment, or this PC’s file is damaged',
  retired: () => '这台电脑已在县里停用：只上传，不再取 · the county has retired this PC: it sends, and fetches nothing',
  stolen: () => '县信息科把这台电脑报为被盗或丢失：不给它数据 · county IT has reported this PC stolen or lost: it is given nothing',
  otherVersion: () => '本机与县里的版本对不上 · the versions here and at the county do not fit',
  diskFull: () => '硬盘满了，县里发来的存不下 · the disk is full: what the county sends cannot be stored',
  purged: () => '这台电脑已停用，患者资料已删除 · this PC was ended, and its patient data is deleted',
  stillFetching: () => '首次同步还没有完成，这里还不是全部 · the first sync has not finished: this is not all yet',
  scopesBehind: (count) => `${count} 个范围没有核对：县里刚有新的，或县信息科还没有确认这台电脑（county -- confirm-device） · ${count} scopes not compared: the county has just gone on, or county IT has yet to confirm this PC (county -- confirm-device)`,
  awaitsConfirmation: () => '县里从备份恢复过，在等县信息科确认；以前不取别处的记录 · the county was restored from a backup and awaits county IT; until then nothing of others is fetched',
  notCompared: () => '没有核对 · not compared',
  contentDamaged: (count) => `${count} 份内容损坏，要从县里重取 · ${count} contents damaged, to be fetched from the county`,
  shownWrong: (count) => `${count} 份显示的不对，已重新生成 · ${count} shown wrongly, derived anew`,
  nobodysDocument: (count) => `${count} 份不知从哪里来 · ${count} of unknown origin`,
  projectionStale: (count) => `${count} 张表与文档不符，已重建 · ${count} tables did not follow the documents, rebuilt`,
};
