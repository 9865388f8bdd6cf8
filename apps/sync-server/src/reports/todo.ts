import type { DeviceRow, QuarantineRow, ReviewRow, TodoRow } from './views.ts';

interface Sources {
  readonly reviews: readonly ReviewRow[];
  readonly quarantined: readonly QuarantineRow[];
  readonly devices: readonly DeviceRow[];
  /** Reported stolen or lost. */
  readonly stolen: readonly DeviceRow[];
  /** Heard so lately that somebody should ask who has it. */
  readonly isRecent: (heardAt: string) => boolean;
  readonly isSilent: (heardAt: string | null) => boolean;
  /** Since when a gap counts: two sticks in the wrong order settle by themselves. */
  readonly isLasting: (since: string) => boolean;
}

/** What somebody at the county should look at, the weightiest first, then the oldest; at most 100. */
export function todoRows({ reviews, quarantined, devices, stolen, isRecent, isSilent, isLasting }: Sources): readonly TodoRow[] {
  const rows: TodoRow[] = [
    ...devices.filter((device) => device.forkedAt !== null).map((device): TodoRow => ({
      ...ofDevice(device), kind: 'forkedDevice', weight: 1, at: device.forkedAt ?? device.enrolledAt,
    })),
    ...stolen.flatMap((device): readonly TodoRow[] => {
      const heardAt = device.turn?.heardAt ?? null;
      return heardAt === null || !isRecent(heardAt) ? [] : [{ ...ofDevice(device), kind: 'stolenHeard', weight: 1, at: heardAt }];
    }),
    ...devices.flatMap((device) => device.gaps.filter(({ since }) => isLasting(since)).map((gap): TodoRow => ({
      ...ofDevice(device), kind: 'chainGap', weight: 1, at: gap.since, waiting: gap.behind,
    }))),
    ...reviews.map(({ review, patient, organisation, names }): TodoRow => ({
      id: review.id, kind: 'review', weight: isClinical(review.reason) ? 1 : 2, at: review.openedAt, organisation, patient, reason: review.reason,
      subject: review.about.unit ?? productIn(review.losing.value, names) ?? review.about.kind, waiting: 0,
    })),
    ...quarantined.map((bundle): TodoRow => ({
      id: bundle.bundleId, kind: 'quarantined', weight: 2, at: bundle.receivedAt, organisation: bundle.organisation, patient: null, reason: bundle.reason, subject: bundle.action, waiting: 0,
    })),
    ...devices.filter((device) => isSilent(device.lastHeardAt)).map((device): TodoRow => ({
      ...ofDevice(device), kind: 'silentDevice', weight: 3, at: device.lastHeardAt ?? device.enrolledAt,
    })),
  ];
  return rows.toSorted((a, b) => a.weight - b.weight || Date.parse(a.at) - Date.parse(b.at)).slice(0, 100);
}

const ofDevice = (device: DeviceRow) => ({ id: device.id, organisation: device.organisation, patient: null, reason: null, subject: device.name, waiting: device.waiting });

/** A drug that left although it should not have comes before a telephone number. */
const isClinical = (reason: ReviewRow['review']['reason']): boolean => reason === 'overDispensed' || reason === 'stoppedAfterDispense';

function productIn(value: unknown, names: Readonly<Record<string, string>>): string | null {
  const lot: unknown = typeof value === 'object' && value !== null && 'lot' in value ? value.lot : null;
  const productId: unknown = typeof lot === 'object' && lot !== null && 'productId' in lot ? lot.productId : null;
  return typeof productId === 'string' ? (names[productId] ?? null) : null;
}
