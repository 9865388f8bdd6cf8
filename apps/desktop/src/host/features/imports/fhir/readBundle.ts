import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { jsonHash } from '@lianyi/schema/basics/digest';
import * as z from 'zod';

/** A resource with the names by which others refer to it. */
export interface Resource {
  readonly type: string;
  readonly id: string;
  readonly content: Readonly<Record<string, unknown>>;
}

/** A bundle that could be read. */
export interface ReadBundle {
  readonly source: string | null;
  readonly resources: readonly Resource[];
  /** The resource that a reference means: `urn:uuid:...`, `Patient/1`, or a whole address. */
  readonly resolve: (reference: string | undefined) => Resource | undefined;
}

export type BundleFault = 'notFound' | 'tooLarge' | 'notJson' | 'notABundle';

export type BundleResult = { readonly ok: true; readonly bundle: ReadBundle } | { readonly ok: false; readonly fault: BundleFault; readonly detail: string };

/** A larger one would not fit into the host's memory beside the replica. */
const maxBytes = 20_000_000;

/** The type that an entry is counted by which holds no resource, or one that does not say what it is. */
export const unreadableType = 'entry';

/** Read as little as can be of the whole: what is wrong with an entry is the entry's, and the rest goes on. */
const bundleShape = z.looseObject({
  resourceType: z.literal('Bundle'),
  meta: z.looseObject({ source: z.string().optional() }).optional().catch(undefined),
  entry: z.array(z.unknown()).nullish(),
});
const entryShape = z.looseObject({
  fullUrl: z.string().optional().catch(undefined),
  resource: z.looseObject({ resourceType: z.string().regex(/^[A-Za-z]{1,64}$/), id: z.string().optional().catch(undefined) }),
});

/** Reads a file as a FHIR R4 bundle of any type. Whatever the file holds, the answer is a value. */
export async function readBundle(path: string): Promise<BundleResult> {
  let text: string;
  try {
    const { size } = statSync(path);
    if (size > maxBytes) return { ok: false, fault: 'tooLarge', detail: `${Math.ceil(size / 1_000_000)} MB > ${maxBytes / 1_000_000} MB` };
    text = (await readFile(path, 'utf8')).replace(/^\ufeff/, '');
  } catch (error) {
    return { ok: false, fault: 'notFound', detail: error instanceof Error && 'code' in error ? String(error.code) : '' };
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, fault: 'notJson', detail: '' };
  }
  const parsed = bundleShape.safeParse(json);
  if (!parsed.success) return { ok: false, fault: 'notABundle', detail: foundType(json) };
  return { ok: true, bundle: indexed(parsed.data) };
}

function foundType(json: unknown): string {
  const type = z.looseObject({ resourceType: z.string() }).safeParse(json);
  return type.success ? type.data.resourceType.slice(0, 60) : '';
}

/** A member that is null says what one that is not there says; other software writes either. */
function withoutNulls<Content extends Readonly<Record<string, unknown>>>(content: Content): Content {
  const stripped = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.filter((entry) => entry !== null).map(stripped);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).flatMap(([name, member]) => (member === null ? [] : [[name, stripped(member)]])));
  };
  return stripped(content) as Content;
}

function indexed(bundle: z.infer<typeof bundleShape>): ReadBundle {
  const byName = new Map<string, Resource>();
  const resources = (bundle.entry ?? []).map((entry, at): Resource => {
    const parsed = entryShape.safeParse(entry);
    if (!parsed.success) return { type: unreadableType, id: String(at + 1), content: {} };
    const { fullUrl } = parsed.data;
    const content = withoutNulls(parsed.data.resource);
    const id = content.id ?? fullUrl?.replace(/^.*[:/]/, '') ?? jsonHash(content).slice(0, 32);
    const resource: Resource = { type: content.resourceType, id, content };
    byName.set(`${resource.type}/${resource.id}`, resource);
    if (fullUrl !== undefined) byName.set(fullUrl, resource);
    return resource;
  });
  return {
    source: bundle.meta?.source ?? null,
    resources,
    resolve: (reference) => (reference === undefined ? undefined : (byName.get(reference) ?? byName.get(reference.split('/').slice(-2).join('/').replace(/\|.*$/, '')))),
  };
}
