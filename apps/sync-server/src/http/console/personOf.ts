import type { FastifyRequest } from 'fastify';
import type { CountyUser } from '../../access/countyUsers.ts';
import { userOfSession } from '../../access/sessions.ts';
import type { County } from '../../sync/county.ts';
import { tokenIn } from './cookie.ts';

/** Whose session the request comes with, or null: nobody's, or it has ended. */
export async function personOf(county: County, request: FastifyRequest): Promise<CountyUser | null> {
  const token = tokenIn(request.headers.cookie);
  return token === null ? null : userOfSession(county.db, token, county.now());
}
