import * as z from 'zod';
import { reference } from './elements.ts';
import type { ReadBundle, Resource } from './readBundle.ts';

const named = z.looseObject({ name: z.string().optional() });
const cared = z.looseObject({ encounter: reference.optional(), context: reference.optional(), serviceProvider: reference.optional(), managingOrganization: reference.optional() });
const visit = z.looseObject({ serviceProvider: reference.optional() });

/** Names of institutions, as the bundles of one import have told them so far. */
export interface Institutions {
  learn(bundle: ReadBundle): void;
  nameOf(referenceText: string | undefined, bundle: ReadBundle): string | undefined;
  /** The institution at which a resource came about: its encounter's. */
  ofResource(resource: Resource, bundle: ReadBundle): string | undefined;
}

export function institutionsHeard(): Institutions {
  const names = new Map<string, string>();
  const nameOf = (referenceText: string | undefined, bundle: ReadBundle): string | undefined => {
    const found = bundle.resolve(referenceText);
    return names.get(found?.id ?? referenceText?.replace(/^.*[:/]/, '') ?? '');
  };
  return {
    learn(bundle) {
      for (const resource of bundle.resources) {
        const organisation = resource.type === 'Organization' ? named.safeParse(resource.content) : null;
        if (organisation?.success && (organisation.data.name ?? '').trim() !== '') names.set(resource.id, organisation.data.name ?? '');
      }
    },
    nameOf,
    ofResource(resource, bundle) {
      const parsed = cared.safeParse(resource.content);
      if (!parsed.success) return undefined;
      const { serviceProvider, encounter, context } = parsed.data;
      const encounterShape = visit.safeParse(bundle.resolve((encounter ?? context)?.reference)?.content);
      const provider = serviceProvider ?? (encounterShape.success ? encounterShape.data.serviceProvider : undefined);
      return nameOf(provider?.reference, bundle) ?? provider?.display;
    },
  };
}
