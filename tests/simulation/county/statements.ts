/** The statements of a request with bundles, in their order; `committed` is after the commit, before the answer. */
export const statements = [
  'lockChain', 'bundlesAtLinks', 'waitingBundles', 'bundlesById', 'lockPatients', 'lockDocuments', 'lockBalances', 'originsOf', 'dispensedOf', 'dispensesOf',
  'writeDocuments', 'writeOrigins', 'writeBalances', 'addDispensed', 'writeChainHeads', 'recordSaveNumber', 'takeNumbers', 'appendLog', 'settleBundles', 'insertBundles',
  'commit', 'committed',
] as const;
export type StatementName = (typeof statements)[number];

/** What may befall the county's server at a statement: the process is killed, or its database refuses. */
export const statementFaults = ['countyKilled', 'databaseRefuses'] as const;
export type StatementFault = (typeof statementFaults)[number];
