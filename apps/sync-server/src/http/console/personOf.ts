import type { FastifyRequest } from 'fastify';
import type { CountyUser } from '../../access/countyUsers.ts';
import type { Session } from '../../access/sessions.ts';
import { sessionOf } from '../../access/sessions.ts';
import type { County } from '../../sync/county.ts';
import { cookieIn, sessionCookie } from './cookie.ts';

/** The session that the request comes with, or null: nobody's, or it has ended. */
export async function sessionIn(county: County, request: FastifyRequest): Promise<Session | null> {
  const token = cookieIn(request.headers.cookie, sessionCookie);
  return token === null ? null : sessionOf(county.db, token, county.now());
}

/** Who asks, once they have proven all that their post asks for. */
export async function personOf(county: County, request: FastifyRequest): Promise<CountyUser | null> {
  const session = await sessionIn(county, request);
  return session === null || session.awaitsTotp ? null : session.user;
}
