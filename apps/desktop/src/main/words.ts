/** What main says before there is a page that could: in both languages, since nobody has chosen one yet. */
import { app, dialog } from 'electron';
import type { HostReport } from '../contract/shell.ts';

type Failure = Extract<HostReport, { readonly kind: 'failed' }>['reason'] | 'sealed';

const words: Readonly<Record<Failure, readonly [title: string, what: string]>> = {
  inUse: [
    '这个诊所已经打开 · This clinic is open already',
    '另一个窗口或浏览器版正在使用这份数据，请先关闭它。\nAnother window, or the web shell, works with this data: close it first.',
  ],
  sealed: [
    '打不开本机的密钥库 · The key store of this PC does not open',
    '数据还在硬盘上，没有丢。请用登记时的 Windows 用户登录；换了电脑或重装过系统，请联系县信息员。\nThe data is safe on the disk. Sign in to the system as the user who enrolled it; after a new PC or a reinstallation, ask county IT.',
  ],
  unreadable: [
    '诊所打不开 · The clinic does not open',
    '数据还在硬盘上，没有丢。请重新启动电脑再试；仍不行请联系县信息员。\nThe data is safe on the disk. Restart the PC and try again; if it still fails, ask county IT.',
  ],
};

export function sayFailure(reason: Failure, detail: string): void {
  const [title, what] = words[reason];
  process.stderr.write(`${title}\n${what}\n${detail}\n`);
  // A program that drives this one has nobody to press the button.
  if (app.commandLine.hasSwitch('remote-debugging-port') || app.commandLine.hasSwitch('remote-debugging-pipe')) return;
  dialog.showErrorBox(title, `${what}\n\n${detail}`);
}

/** @returns whether to start the host again */
export async function askToRestart(): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    title: '联医',
    message: '后台程序意外停止 · The program behind this window stopped',
    detail: '已保存的都在硬盘上。按“重新打开”继续。\nEverything saved is on the disk. Reopen to go on.',
    buttons: ['重新打开 · Reopen', '退出 · Quit'],
    defaultId: 0,
    cancelId: 1,
  });
  return response === 0;
}
