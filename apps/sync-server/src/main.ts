/** Starts the county server from the environment: DATABASE_URL, LIANYI_OWNER_DATABASE_URL (of the tables' owner, where DATABASE_URL names another login), PORT, HOST, LIANYI_KEY_DIR, LIANYI_ATTACHMENT_DIR, LIANYI_ATTACHMENT_QUOTA_MB (of one institution), LIANYI_CONSOLE_DIR, LIANYI_TOTP_FOR (itAndAuditor or everybody), LIANYI_TRUST_PROXY (addresses of the proxies before it, with commas between), LOG_LEVEL, TZ (the county's zone, China's without it); of a demo LIANYI_DEMO_ACCOUNTS. */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { crashWords } from '@lianyi/schema/basics/crashWords';
import { countyRoles } from '@lianyi/schema/codes/roles';
import * as z from 'zod';
import { startServer } from './index.ts';

// A county's day is China's, also where the server's machine or container keeps UTC; TZ names another.
process.env['TZ'] ??= 'Asia/Shanghai';

/** `[{login, password, role}]`, shown to everybody on the login page. */
const demoAccounts = z.array(z.object({ login: z.string(), password: z.string(), role: z.enum(countyRoles) }));

/** `127.0.0.1,10.1.0.0/16`: addresses and networks. A name could be anybody's. */
const proxies = z.string().default('').transform((text) => text.split(',').map((one) => one.trim()).filter((one) => one !== '')).pipe(z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])));

const environment = z.object({
  DATABASE_URL: z.string().min(1),
  LIANYI_OWNER_DATABASE_URL: z.string().min(1).optional(),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8700),
  HOST: z.string().default('127.0.0.1'),
  LIANYI_KEY_DIR: z.string().min(1),
  LIANYI_ATTACHMENT_DIR: z.string().optional(),
  LIANYI_ATTACHMENT_QUOTA_MB: z.coerce.number().int().min(1).default(5_000),
  LIANYI_CONSOLE_DIR: z.string().default(join(import.meta.dirname, '..', 'out', 'console')),
  LIANYI_DEMO_ACCOUNTS: z.string().optional().transform((text) => (text === undefined ? [] : demoAccounts.parse(JSON.parse(text)))),
  LIANYI_TOTP_FOR: z.enum(['itAndAuditor', 'everybody']).default('itAndAuditor'),
  LIANYI_TRUST_PROXY: proxies,
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
}).parse(process.env);

const server = await startServer({
  databaseUrl: environment.DATABASE_URL,
  ...(environment.LIANYI_OWNER_DATABASE_URL !== undefined && { ownerDatabaseUrl: environment.LIANYI_OWNER_DATABASE_URL }),
  port: environment.PORT,
  host: environment.HOST,
  keyDir: environment.LIANYI_KEY_DIR,
  attachmentDir: environment.LIANYI_ATTACHMENT_DIR ?? join(environment.LIANYI_KEY_DIR, '..', 'attachments'),
  attachmentQuotaBytes: environment.LIANYI_ATTACHMENT_QUOTA_MB * 1_000_000,
  consoleDir: environment.LIANYI_CONSOLE_DIR,
  demoAccounts: environment.LIANYI_DEMO_ACCOUNTS,
  totpFor: environment.LIANYI_TOTP_FOR === 'everybody' ? countyRoles : ['countyIt', 'auditor'],
  trustProxy: environment.LIANYI_TRUST_PROXY,
  logLevel: environment.LOG_LEVEL,
});
// Until here what was wrong is told in full, to whoever starts it. From here on an error may hold what somebody saved.
process.on('uncaughtException', (error) => {
  writeSync(2, `${crashWords(error)}\n`);
  process.exit(1);
});
// Whoever started it over a channel hears that it is this one that listens.
process.send?.('ready');
let isStopping = false;
const stop = (): void => {
  if (isStopping) return;
  isStopping = true;
  // The channel to whoever started it would keep a closed server here until it is killed.
  void server.close().then(() => process.exit(0));
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
// Whoever started it over a channel is gone: nobody would end it.
process.on('disconnect', stop);
