import type { TodayView } from '../../../contract/views.ts';

type StockAlert = TodayView['stockAlerts'][number];

/** As many lines as one kind takes while others wait. */
const ofOneKind = 2;

export interface SharedLines {
  readonly shown: readonly StockAlert[];
  /** What is not among them, by kind. */
  readonly more: readonly { readonly state: StockAlert['state']; readonly count: number }[];
}

/**
 * The few lines that there are, shared among the kinds, so that many near their expiry hide nothing that is out; the last
 * one tells of the rest. They stay in their order, the most urgent first.
 */
export function sharedLines(alerts: readonly StockAlert[], allLines: number): SharedLines {
  const lines = alerts.length > allLines ? allLines - 1 : allLines;
  const byKind = Map.groupBy(alerts, ({ state }) => state);
  const first = [...byKind.values()].flatMap((kind) => kind.slice(0, ofOneKind));
  const chosen = new Set(inOrder(alerts, first).slice(0, lines));
  for (const alert of alerts) if (chosen.size < lines) chosen.add(alert);
  const more = [...byKind].map(([state, kind]) => ({ state, count: kind.filter((alert) => !chosen.has(alert)).length }));
  return { shown: alerts.filter((alert) => chosen.has(alert)), more: more.filter(({ count }) => count > 0) };
}

const inOrder = (alerts: readonly StockAlert[], some: readonly StockAlert[]): readonly StockAlert[] => alerts.filter((alert) => some.includes(alert));
