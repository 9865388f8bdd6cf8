import { glassReason } from '@lianyi/schema/documents/alertValues';
import type { ReviewReason } from '@lianyi/schema/documents/review';
import { lot } from '@lianyi/schema/documents/stock';
import * as z from 'zod';
import { fullDate } from '../format/dates.ts';
import { productText } from '../i18n/catalogueWords.ts';
import type { ValueContext } from './valueText.ts';

const known = z.looseObject({ lot, balance: z.number() });
const moved = z.looseObject({ lot, quantity: z.number(), balance: z.number() });
const counted = z.looseObject({ lot, counted: z.number(), known: z.number() });
const overDispensed = z.looseObject({ itemNo: z.number(), ordered: z.number(), dispensed: z.number() });
const dispensed = z.looseObject({ dispensed: z.array(z.looseObject({ itemNo: z.number(), quantity: z.number() })) });
const stop = z.looseObject({ reason: z.string() });
const passage = z.looseObject({ name: z.string().optional(), toId: z.string().optional(), fromId: z.string().optional(), homeId: z.string().optional(), reason: z.string().optional(), action: z.string().optional() });

const keptAt = z.looseObject({ homeId: z.string() });
const opened = z.looseObject({ who: z.string(), place: z.string(), reason: glassReason, text: z.string() });

/** The values of a review that is an alert, in words (see `AlertValues`); null for a review of a unit. */
export function alertText(reason: ReviewReason, value: unknown, context: ValueContext): string | null {
  const { t } = context;
  switch (reason) {
    case 'negativeBalance':
    case 'countAgain': return lotText(value, context);
    case 'overDispensed': {
      const found = overDispensed.safeParse(value);
      return found.success ? t('ordered', { ordered: found.data.ordered, dispensed: found.data.dispensed }) : null;
    }
    case 'stoppedAfterDispense': {
      const items = dispensed.safeParse(value);
      if (items.success) return items.data.dispensed.map((item) => t('dispensedItems', { itemNo: item.itemNo, quantity: item.quantity })).join(' · ');
      const stopped = stop.safeParse(value);
      return stopped.success ? `${t('status.stopped')} · ${stopped.data.reason}` : null;
    }
    case 'patientMoved':
    case 'movedElsewhere':
    case 'writtenAfterMove': return moveText(value, context);
    case 'glassOpened': {
      const glass = opened.safeParse(value);
      if (glass.success) return [glass.data.who, glass.data.place, t(`glassReason.${glass.data.reason}`), glass.data.text].join(' · ');
      const home = keptAt.safeParse(value);
      return home.success ? t('recordOf', { place: context.names[home.data.homeId] ?? home.data.homeId }) : null;
    }
    case 'unitConflict':
    case 'invalidMerge':
    case 'signedAlready':
    case 'thirdRecord': return null;
  }
}

/** Where a record went, or is, and why; or what was written to it there after. */
function moveText(value: unknown, { t, names, action: actionWords }: ValueContext): string | null {
  const found = passage.safeParse(value);
  if (!found.success) return null;
  const { name, toId, fromId, homeId, reason, action } = found.data;
  const placeId = homeId ?? fromId;
  const where = toId !== undefined ? t('movedTo', { place: names[toId] ?? toId }) : placeId !== undefined ? (names[placeId] ?? placeId) : undefined;
  return [name, where, reason, action === undefined ? undefined : actionWords(action)].filter((part) => part !== undefined).join(' · ');
}

/** Which lot of whose, and what was counted, moved or left. */
function lotText(value: unknown, { t, names, language }: ValueContext): string | null {
  const count = counted.safeParse(value);
  const move = moved.safeParse(value);
  const balance = known.safeParse(value);
  const about = count.data?.lot ?? move.data?.lot ?? balance.data?.lot;
  if (about === undefined) return null;
  const amounts = count.success ? t('counted', { counted: count.data.counted, known: count.data.known })
    : move.success ? t('moved', { quantity: move.data.quantity, balance: move.data.balance }) : t('balance', { balance: balance.data?.balance ?? '?' });
  const which = t('lot', { lot: about.lotNumber, expiry: fullDate(about.expiry, language) });
  return [productText(names[about.productId] ?? ''), names[about.ownerId], which, amounts].filter((part) => part !== undefined && part !== '').join(' · ');
}
