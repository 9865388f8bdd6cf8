import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { app } from 'electron';

/** Where the clinical tables lie: beside a packed app, else in the repository that this build lies in. */
export function resourcesDir(): string {
  if (app.isPackaged) return join(process.resourcesPath, 'catalogues');
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const resources = join(folder, 'resources');
    if (existsSync(join(resources, 'drugs.tsv'))) return resources;
  }
  throw new Error('the clinical tables are not here');
}
