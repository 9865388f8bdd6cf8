import type { Sheet } from '../table/tableSource.ts';
import { UnreadableTable } from '../table/tableSource.ts';
import type { Headings } from './headings.ts';
import { isHeadingRow, readHeadings } from './headings.ts';
import { orderShownBy, type DateOrder } from './typedCells.ts';

/**
 * Whether a sheet writes the day or the month of a birth date first, by the dates of which one number is above 12. It is read
 * through before the first row is saved: a date that shows the other order may stand on the last line, and then neither is taken.
 */
export async function dateOrderOf(sheet: Sheet, headingLines: number): Promise<DateOrder> {
  try {
    return await orderShown(sheet, headingLines);
  } catch (error) {
    // Of a file that is damaged half way what came before is kept: the reading that saves tells of it.
    if (error instanceof UnreadableTable) return null;
    throw error;
  }
}

async function orderShown(sheet: Sheet, headingLines: number): Promise<DateOrder> {
  let headings: Headings | null = null;
  let order: DateOrder = null;
  let seen = 0;
  for await (const { cells, fault } of sheet.rows()) {
    if (headings === null) {
      seen += 1;
      if (fault === undefined && isHeadingRow(cells)) headings = readHeadings(cells);
      else if (seen >= headingLines) return null;
      continue;
    }
    if (fault !== undefined) continue;
    for (const { at } of headings.columns.filter(({ field }) => field === 'birthDate')) {
      const shown = orderShownBy(cells[at] ?? '');
      if (shown !== null && order !== null && shown !== order) return null;
      order ??= shown;
    }
  }
  return order;
}
