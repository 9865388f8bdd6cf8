/** `npm run permissions`: writes docs/permissions.md from the table of roles and permissions. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { permissionsOf } from './permissionsOf.ts';

writeFileSync(join(import.meta.dirname, '..', 'docs', 'permissions.md'), permissionsOf());
