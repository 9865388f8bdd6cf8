import { readIdentity, writeIdentity } from '@lianyi/desktop/host/identityFile';

/**
 * Keeps in a clinic where its county is by now: it was enrolled with a server that has ended. Its backups carry that, and what
 * is restored from one reaches the county as the clinic does.
 */
export function noteCountyUrl(dataDir: string, countyUrl: string): void {
  const identity = readIdentity(dataDir);
  if (identity !== null && identity.countyUrl !== countyUrl) writeIdentity(dataDir, { ...identity, countyUrl });
}
