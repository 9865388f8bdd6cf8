/** `npm run clinic -- COMMAND`. */
import { runClinic } from './runClinic.ts';

process.exitCode = await runClinic(process.argv.slice(2));
