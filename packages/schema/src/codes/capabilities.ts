import type { BothWords } from './roleWords.ts';

/**
 * What an institution has been approved for or has. A document holds codes, not this list: an app that does not know one
 * keeps it and goes by the others. Intravenous antibiotics need the county's approval in village clinics (Measures for the
 * Clinical Use of Antibacterial Drugs, Ministry of Health order 84, 2012, art. 29).
 */
export const capabilities = ['intravenousAntibiotics', 'warehouse'] as const;
export type Capability = (typeof capabilities)[number];
export const isCapability = (code: string): code is Capability => capabilities.some((known) => known === code);

export const capabilityWords: Readonly<Record<Capability, BothWords>> = {
  intravenousAntibiotics: { zh: '可静脉输注抗菌药物', en: 'May give intravenous antibiotics' },
  warehouse: { zh: '有药库', en: 'Has a warehouse' },
};
