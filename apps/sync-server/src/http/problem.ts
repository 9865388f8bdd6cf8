import type { FastifyReply } from 'fastify';
import type { History } from '@lianyi/schema/wire/history';
import type { Problem } from '@lianyi/schema/wire/exchange';

interface More {
  readonly nonce?: string;
  readonly epoch?: string;
  readonly history?: History;
  /** The device's cursors are ahead of the log. */
  readonly beyondLog?: true;
  /** County IT has reported the device stolen or lost. */
  readonly stolen?: true;
}

/** An answer that is not the one hoped for (RFC 9457), with a code that the app puts in words. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: Problem['code'];
  readonly more: More;

  constructor(status: number, code: Problem['code'], detail: string, more: More = {}) {
    super(detail);
    this.name = 'ProblemError';
    this.status = status;
    this.code = code;
    this.more = more;
  }
}

export async function sendProblem(reply: FastifyReply, { status, code, message, more }: ProblemError): Promise<void> {
  const problem: Problem = { type: `urn:lianyi:problem:${code}`, title: titles[code], status, code, detail: message, ...more };
  await reply.code(status).type('application/problem+json').send(JSON.stringify(problem));
}

const titles: Readonly<Record<Problem['code'], string>> = {
  badRequest: 'The request could not be read',
  tooLarge: 'The request is too large',
  unknownDevice: 'The county does not know this device',
  badSignature: 'The signature is not that of the device',
  staleNonce: 'The nonce is missing or too old: try again with this one',
  retired: 'The device has been retired',
  epochMismatch: 'The county has another history',
  wireVersion: 'The county does not speak this version',
  forked: 'The device has two histories',
  notFound: 'There is nothing here',
  notAllowed: 'This is not allowed',
  unavailable: 'The county cannot answer now',
};
