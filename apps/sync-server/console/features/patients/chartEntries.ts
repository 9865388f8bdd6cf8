import type { DocumentOf, Kind } from '@lianyi/schema/documents/kinds';
import type { ChartDocument, ChartView, ReviewView } from '../../client/views.ts';

export const tabNames = ['record', 'visits', 'prescriptions', 'dispenses', 'history', 'attachments', 'reviews'] as const;
export type TabName = (typeof tabNames)[number];

/** A chart document of a known kind. */
export interface EntryOf<K extends Kind> extends Omit<ChartDocument, 'document'> {
  readonly document: DocumentOf<K>;
}

export interface ChartEntries {
  readonly record: readonly [];
  readonly visits: readonly (EntryOf<'encounter'> | EntryOf<'queueEntry'>)[];
  readonly prescriptions: readonly EntryOf<'prescription'>[];
  readonly dispenses: readonly EntryOf<'dispense'>[];
  readonly history: readonly EntryOf<'historyEntry'>[];
  readonly attachments: readonly EntryOf<'attachment'>[];
  readonly reviews: readonly ReviewView[];
}

/** The chart's documents by the tab that shows them, newest first as they came; open reviews before settled ones. */
export function chartEntries(chart: ChartView): ChartEntries {
  return {
    record: [],
    visits: chart.documents.filter(isVisit),
    prescriptions: chart.documents.filter(isKindOf('prescription')),
    dispenses: chart.documents.filter(isKindOf('dispense')),
    history: chart.documents.filter(isKindOf('historyEntry')),
    attachments: chart.documents.filter(isKindOf('attachment')),
    reviews: chart.reviews.toSorted((a, b) => Number(a.resolution !== null) - Number(b.resolution !== null) || b.openedAt.localeCompare(a.openedAt)),
  };
}

function isKindOf<K extends Kind>(kind: K): (entry: ChartDocument) => entry is ChartDocument & EntryOf<K> {
  return (entry): entry is ChartDocument & EntryOf<K> => entry.document.kind === kind;
}

const isEncounter = isKindOf('encounter');
const isQueueEntry = isKindOf('queueEntry');
const isVisit = (entry: ChartDocument): entry is ChartDocument & (EntryOf<'encounter'> | EntryOf<'queueEntry'>) => isEncounter(entry) || isQueueEntry(entry);
