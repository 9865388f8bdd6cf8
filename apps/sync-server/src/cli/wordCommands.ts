import { initCommand } from './initCommand.ts';
import { orgCommands } from './orgCommands.ts';
import { personCommands } from './personCommands.ts';
import { roleCommands } from './roleCommands.ts';
import type { WordCommands } from './words.ts';

/** The commands that answer `--help` and `--json` each by itself. */
export const wordCommands: WordCommands = { ...initCommand, ...orgCommands, ...personCommands, ...roleCommands };
