import { openSync, renameSync, statSync } from 'node:fs';
import pino from 'pino';

const maxLogBytes = 5_000_000;

/** Codes and counts, no patient data; the last file is kept beside it. */
export function openLog(path: string): pino.Logger {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > maxLogBytes) renameSync(path, `${path}.1`);
  // Opened now, by whoever can be told that it is not possible: later there would be nobody.
  const destination = pino.destination({ dest: openSync(path, 'a', 0o600), sync: false });
  // A disk that takes no more lines ends no clinic.
  destination.on('error', () => undefined);
  return pino({ base: null }, destination);
}

/** A bug: where it happened, and nothing that a patient's data could be in (a message can quote a value). */
export function reportTo(log: pino.Logger, procedure: string, bug: Error): void {
  const { name, stack } = bug.cause instanceof Error ? bug.cause : bug;
  log.error({ event: 'bug', procedure, name, at: stack?.split('\n').filter((frame) => frame.startsWith('    at ')) ?? [] });
}
