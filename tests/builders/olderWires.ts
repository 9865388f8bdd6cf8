import type { WireTable } from '@lianyi/schema/wire/steps';

/**
 * A county whose page is at version 3, which is today's, with two made-up versions before it: version 1 says `device`
 * and `pageSize`, knows no waiting, and finds the documents outside the page; version 2 says `pageSize`.
 */
export const olderWires: WireTable = {
  version: 3,
  steps: [
    {
      request: ({ device, pageSize, ...older }) => {
        if (typeof pageSize !== 'number') throw new Error('no page of version 1');
        return { ...older, deviceId: device, pageSize, waitMs: 0 };
      },
      answer: ({ page, ...newer }) => {
        const { entries, documents, cursors, more } = page as Readonly<Record<string, unknown>>;
        return { ...newer, entries, documents, cursors, more };
      },
    },
    {
      request: ({ pageSize, ...older }) => ({ ...older, pageDocuments: pageSize }),
      answer: (newer) => newer,
    },
  ],
};
