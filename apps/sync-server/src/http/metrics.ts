import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** The server's counters; no label ever holds patient data. */
export interface Metrics {
  readonly registry: Registry;
  readonly bundles: Counter<'outcome' | 'reason'>;
  readonly alarms: Counter<'what'>;
  readonly exchangeSeconds: Histogram;
}

export function makeMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    bundles: new Counter({ name: 'lianyi_bundles_total', help: 'Bundles by outcome', labelNames: ['outcome', 'reason'], registers: [registry] }),
    alarms: new Counter({ name: 'lianyi_alarms_total', help: 'What county IT should look at', labelNames: ['what'], registers: [registry] }),
    exchangeSeconds: new Histogram({
      name: 'lianyi_exchange_seconds', help: 'Duration of an exchange that did not wait', buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10], registers: [registry],
    }),
  };
}
