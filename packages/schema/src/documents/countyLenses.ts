import * as z from 'zod';
import type { Body, Lens } from './lens.ts';

/** Version 1 knew one capability, and neither closures nor history. It shows a closed institution like the others. */
export const organisationFrom1To2: Lens = {
  up: ({ capabilities, ...rest }) => {
    const { intravenousAntibiotics } = organisation1.parse(capabilities);
    return { ...rest, capabilities: intravenousAntibiotics ? ['intravenousAntibiotics'] : [], closedOn: null, history: [] };
  },
  down: ({ capabilities, closedOn: _closed, history: _history, ...rest }) => ({
    ...rest, capabilities: { intravenousAntibiotics: Array.isArray(capabilities) && capabilities.includes('intravenousAntibiotics') },
  }),
  units: {},
};

const organisation1 = z.object({ intravenousAntibiotics: z.boolean() });

/**
 * Version 1 had one post without dates. It is shown the latest that it has a word for, an open one before one that has an
 * end: who has left keeps the name under what they signed. Whoever holds none of those posts is shown as one of the office
 * whom no PC lets in.
 */
export const personFrom1To2: Lens = {
  up: ({ role, orgId, ...rest }) => ({ ...rest, qualification: 'unknown', title: 'unknown', grants: [], posts: [{ orgId, role, from: null, until: null }] }),
  down: (newer: Body) => {
    const { qualification: _licence, title: _title, grants: _grants, posts, ...rest } = newer;
    const known = z.array(z.unknown()).parse(posts).flatMap((one) => post1.safeParse(one).data ?? []);
    const shown = known.findLast(({ until }) => until === null) ?? known.at(-1);
    return shown === undefined ? { ...rest, role: 'countyOffice', orgId: nowhere, active: false } : { ...rest, role: shown.role, orgId: shown.orgId };
  },
  units: {},
};

const nowhere = '00000000-0000-7000-8000-000000000000';

const post1 = z.object({
  orgId: z.string(),
  role: z.enum(['villageDoctor', 'physician', 'assistantPhysician', 'nurse', 'pharmacist', 'storeKeeper', 'countyOffice', 'countyIt']),
  until: z.string().nullable(),
});
