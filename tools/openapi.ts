/** `npm run openapi`: writes docs/openapi.json from the county's routes and the schemas of the wire. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeApi } from '@lianyi/sync-server/http/openapi/describeApi';

writeFileSync(join(import.meta.dirname, '..', 'docs', 'openapi.json'), `${JSON.stringify(describeApi(), undefined, 2)}\n`);
