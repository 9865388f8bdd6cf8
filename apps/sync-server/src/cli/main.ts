/** `npm run county -- COMMAND`. */
import { runCounty } from './runCounty.ts';

// As the server does.
process.env['TZ'] ??= 'Asia/Shanghai';

/** Whoever reads us may have had enough (`| head`): that is no error. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

process.exitCode = await runCounty(process.argv.slice(2));
