import * as z from 'zod';
import { deviceHeader, nonceHeader, problem, signatureHeader } from '@lianyi/schema/wire/exchange';
import { uploadTokenHeader } from '@lianyi/schema/wire/attachments';
import { sessionCookie } from '../console/cookie.ts';
import { consoleRouter } from '../console/router.ts';
import type { Admission, Content, DescribedRoute } from './routes.ts';
import { describedRoutes } from './routes.ts';

/** JSON Schema as zod writes it. */
export type Schema = Readonly<Record<string, unknown>>;

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters: readonly { readonly name: string; readonly in: 'path' | 'query'; readonly required: boolean; readonly schema: Schema }[];
  readonly requestBody?: { readonly required: true; readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<Record<string, unknown>>;
}

export interface ApiDescription {
  readonly openapi: '3.1.0';
  readonly info: Readonly<Record<string, unknown>>;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>>; readonly securitySchemes: Schema };
}

/** The county's HTTP routes as OpenAPI 3.1, made of the schemas by which requests are read; `npm run openapi` writes it to the docs. */
export function describeApi(): ApiDescription {
  const schemas: Record<string, Schema> = { Problem: written(problem, 'output') };
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of [...describedRoutes, ...procedureRoutes()]) {
    for (const [content, io] of [[route.asks, 'input'], [route.answers, 'output']] as const) if (content !== undefined && 'schema' in content) schemas[content.name] = written(content.schema, io);
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}').replace('*', '{file}');
    paths[path] = { ...paths[path], [route.method]: operationOf(route, path) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Lianyi county server', version: '1', summary: 'What clinics\u2019 PCs and the console ask of the county', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: { schemas, securitySchemes },
  };
}

function operationOf({ method, summary, admits, params = noParams, query = noParams, asks, answers }: DescribedRoute, path: string): Operation {
  return {
    operationId: `${method} ${path}`.replaceAll(/[^a-z0-9]+/gi, '_').replace(/_$/, ''),
    summary, tags: [tagOf[admits]], security: securityOf[admits],
    parameters: [
      ...parametersOf('path', path === '/{file}' ? z.strictObject({ file: z.string() }) : params),
      ...parametersOf('query', query),
    ],
    ...(asks !== undefined && { requestBody: { required: true, content: contentOf(asks) } }),
    responses: {
      200: { description: 'As it was asked', ...(answers !== undefined && { content: contentOf(answers) }) },
      default: { description: 'Why not (RFC 9457)', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
    },
  };
}

const noParams = z.strictObject({});

function parametersOf(place: 'path' | 'query', members: z.ZodObject): Operation['parameters'] {
  const { properties = {}, required = [] } = written(members, 'input') as { readonly properties?: Readonly<Record<string, Schema>>; readonly required?: readonly string[] };
  return Object.entries(properties).map(([name, schema]) => ({ name, in: place, required: place === 'path' || required.includes(name), schema }));
}

const contentOf = (content: Content) => ('type' in content ? { [content.type]: { schema: {} } } : { 'application/json': { schema: { $ref: `#/components/schemas/${content.name}` } } });

/** Each stands alone: what zod would say of its own dialect is that of OpenAPI 3.1. */
function written(schema: z.ZodType, io: 'input' | 'output'): Schema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

/** The questions of the console: tRPC, asked by POST, so that what is searched for stands in no address. */
function procedureRoutes(): readonly DescribedRoute[] {
  const procedures = Object.entries(consoleRouter._def.procedures as unknown as Readonly<Record<string, { readonly _def: { readonly inputs: readonly z.ZodType[]; readonly type: string } }>>);
  return procedures.map(([name, { _def: { inputs, type } }]) => ({
    method: 'post', path: `/console/trpc/${name}`, summary: `The console\u2019s ${type} ${name}`, admits: 'session', answers: { type: 'application/json' },
    ...(inputs.length > 0 && { asks: { name: `Console.${name}`, schema: inputs.reduce((all, one) => z.intersection(all, one)) } }),
  }));
}

const tagOf: Readonly<Record<Admission, string>> = { device: 'PCs', upload: 'PCs', session: 'console', anybody: 'without a signature' };
const securityOf: Readonly<Record<Admission, Operation['security']>> = { device: [{ device: [], nonce: [], signature: [] }], upload: [{ device: [], upload: [] }], session: [{ session: [] }], anybody: [] };
const inHeader = (name: string, description: string): Schema => ({ type: 'apiKey', in: 'header', name, description });
const securitySchemes: Schema = {
  device: inHeader(deviceHeader, 'The id of the device'),
  nonce: inHeader(nonceHeader, 'The nonce of the last answer'),
  signature: inHeader(signatureHeader, 'Ed25519 of the device\u2019s key over method, path, SHA-256 of the body as sent (hex) and nonce, a line each; base64'),
  upload: inHeader(uploadTokenHeader, 'The county\u2019s token for this upload'),
  session: { type: 'apiKey', in: 'cookie', name: sessionCookie, description: 'The session of the console' },
};
