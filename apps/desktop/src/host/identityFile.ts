import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { deviceId, organisationId } from '@lianyi/schema/basics/ids';
import { writeFileAtomically } from './replica/atomicFile.ts';

/** Who this PC is: known before anybody has unlocked, and no secret. */
const identityFile = z.strictObject({
  version: z.literal(1),
  deviceId,
  deviceName: z.string(),
  orgId: organisationId,
  orgName: z.string(),
  countyUrl: z.url(),
  /** The county lets its staff use PINs also where there is no system key store (the demo does). */
  pinsAllowed: z.boolean(),
});
export type Identity = z.infer<typeof identityFile>;

const pathIn = (dataDir: string): string => join(dataDir, 'identity.json');

/** Null when this data directory has not been enrolled. @throws Error when the file is not ours. */
export function readIdentity(dataDir: string): Identity | null {
  return existsSync(pathIn(dataDir)) ? identityFile.parse(JSON.parse(readFileSync(pathIn(dataDir), 'utf8'))) : null;
}

export const writeIdentity = (dataDir: string, identity: Identity): void => writeFileAtomically(pathIn(dataDir), `${JSON.stringify(identity, undefined, 2)}\n`);
