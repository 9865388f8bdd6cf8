/** `npm run county -- COMMAND`: the county's database from the command line. */
import { parseArgs } from 'node:util';
import { commands, usage } from './commands.ts';
import { findDatabaseUrl } from './findDatabaseUrl.ts';
import { openDatabase } from '../store/database.ts';
import { say } from './say.ts';

/** Whoever reads us may have had enough (`| head`): that is no error. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

process.exitCode = await run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<number> {
  const parsed = parse(args);
  if (!parsed || parsed.values.help) {
    await say(usage);
    return parsed ? 0 : 2;
  }
  const [name = '', ...operands] = parsed.positionals;
  const command = commands[name];
  if (!command || operands.length !== command.operands) {
    await say(usage);
    return 2;
  }
  const databaseUrl = findDatabaseUrl();
  if (databaseUrl === null) {
    console.error('没有找到县数据库：请设置 DATABASE_URL，或先运行 npm start。\nNo county database: set DATABASE_URL, or run npm start first.');
    return 1;
  }
  const db = openDatabase(databaseUrl, { maxConnections: 2 });
  try {
    return await command.run(db, operands, {
      name: parsed.values.name, after: parsed.values.after, reason: parsed.values.reason, by: parsed.values.by, device: parsed.values.device, keyFile: parsed.values['key-file'],
      keyDir: parsed.values['key-dir'], scopes: parsed.values.scopes, databaseUrl,
    });
  } catch (error) {
    const isUnreachable = error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
    console.error(isUnreachable ? '县数据库没有运行：请先运行 npm start。\nThe county database is not running: run npm start first.' : error);
    return 1;
  } finally {
    await db.destroy();
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: { name: { type: 'string' }, after: { type: 'string' }, reason: { type: 'string' }, by: { type: 'string' }, device: { type: 'string' }, 'key-file': { type: 'string' }, 'key-dir': { type: 'string' }, scopes: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return null;
  }
}
