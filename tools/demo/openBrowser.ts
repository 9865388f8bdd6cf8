import { spawn } from 'node:child_process';
import process from 'node:process';

/** Opens the page where there is a display to open it on; elsewhere the printed address must do. */
export function openBrowser(url: string): void {
  const command = commandOf(process.platform);
  if (command === null || process.env['CI'] !== undefined) return;
  const child = spawn(command[0], [...command.slice(1), url], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}

function commandOf(platform: NodeJS.Platform): readonly [string, ...string[]] | null {
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return process.env['DISPLAY'] !== undefined || process.env['WAYLAND_DISPLAY'] !== undefined ? ['xdg-open'] : null;
}
