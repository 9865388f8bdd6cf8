/** Which products the list shows, in the order of the filters over it. */
export const stockFilters = ['act', 'out', 'low', 'nearExpiry', 'negative', 'all'] as const;
export type StockFilter = (typeof stockFilters)[number];
