import { allergyClasses } from '@lianyi/schema/rules/drugClass';
import { classOfSubstance, standingOf } from '@lianyi/schema/rules/substance';
import * as z from 'zod';
import { allProducts } from '../../chart/products.ts';
import { procedureFor, router } from '../../trpc.ts';
import { searchDiagnoses } from './searchDiagnoses.ts';
import { drugHit, searchDrugs } from './searchDrugs.ts';
import type { DiagnosisHit, DrugHit, SubstanceRead } from './views.ts';

const search = z.strictObject({ query: z.string().max(100), limit: z.int().min(1).max(50) });

export const catalogueRouter = router({
  diagnoses: procedureFor('clinic.use').input(search).query(({ ctx, input }): readonly DiagnosisHit[] => searchDiagnoses(ctx.replica, ctx.catalogue.diagnoses, ctx.actor.orgId, input.query, input.limit, ctx.now())),
  drugs: procedureFor('clinic.use').input(search).query(({ ctx, input }): readonly DrugHit[] => searchDrugs(ctx.replica, ctx.catalogue.productsInEnglish, ctx.replica.identity.orgId, input.query, input.limit, ctx.now())),
  /** One product, as a search would find it: for an alternative that was taken, or an item of an earlier prescription. */
  drug: procedureFor('clinic.use').input(z.strictObject({ productId: z.string() })).query(({ ctx, input }): DrugHit | null => drugHit(ctx.replica, ctx.replica.identity.orgId, input.productId, ctx.now())),
  /** Allergy classes with their names, for the allergy picker. */
  allergyClasses: procedureFor('clinic.use').query((): readonly { code: string; zh: string; en: string }[] => allergyClasses.map(({ code, zh, en }) => ({ code, zh, en }))),
  /** What a substance of the allergy form is understood as, before it is saved. */
  substance: procedureFor('clinic.use').input(z.strictObject({ substance: z.string().max(80), allergyClass: z.string().max(80).nullable() })).query(({ ctx, input }): SubstanceRead => {
    const drugs = { catalogue: allProducts(ctx.replica), hidden: ctx.catalogue.hiddenIngredients };
    return { allergyClass: classOfSubstance(input.substance, drugs), standing: standingOf(input, drugs) };
  }),
});
