import { mayAny } from '@lianyi/schema/codes/roles';
import * as z from 'zod';
import { procedureFor, router } from '../../trpc.ts';
import { countStock } from './countStock.ts';
import { damageStock } from './damageStock.ts';
import { stockMoves } from './moves.ts';
import { receiveStock } from './receiveStock.ts';
import { stockView } from './stockView.ts';
import type { StockMoveRow, StockResult, StockView } from './views.ts';

const lotDraft = { productId: z.string(), lotNumber: z.string().max(200), expiry: z.string().max(40) };

export const stockRouter = router({
  view: procedureFor('record.read').input(z.strictObject({ ownerId: z.string().nullable(), filter: z.enum(['act', 'out', 'low', 'nearExpiry', 'all', 'negative']), query: z.string().max(100) }))
    .query(({ ctx, input }): StockView => stockView(ctx.replica, ctx.replica.identity.orgId, input, ctx.now())),
  receive: procedureFor('stock.write').input(z.strictObject({
    ownerId: z.string(), supplier: z.string().max(400),
    lines: z.array(z.strictObject({ ...lotDraft, packs: z.number().nullable(), looseUnits: z.number().nullable(), packCostYuan: z.string().max(40), shelf: z.string().max(100) })).min(1).max(100),
  })).mutation(({ ctx, input }): StockResult => receiveStock(ctx.replica, ctx.actor, input, ctx.now())),
  /** Counted units of lots on a shelf; the difference from what this PC knows becomes a move. `known` is what the form showed. */
  count: procedureFor('stock.write').input(z.strictObject({
    ownerId: z.string(), note: z.string().max(400),
    lines: z.array(z.strictObject({ ...lotDraft, counted: z.number().nullable(), known: z.number() })).min(1).max(400),
  })).mutation(({ ctx, input }): StockResult => countStock(ctx.replica, ctx.actor, input, ctx.now(), mayAny(ctx.person.roles, 'review.resolve'))),
  damage: procedureFor('stock.write').input(z.strictObject({ ownerId: z.string(), ...lotDraft, quantity: z.number().nullable(), note: z.string().max(400) }))
    .mutation(({ ctx, input }): StockResult => damageStock(ctx.replica, ctx.actor, input, ctx.now())),
  moves: procedureFor('record.read').input(z.strictObject({ ownerId: z.string(), productId: z.string() })).query(({ ctx, input }): readonly StockMoveRow[] => stockMoves(ctx.replica, input.ownerId, input.productId)),
});
