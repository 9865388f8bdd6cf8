/** A deliberate fault in the shipping code: a text that stands there once, and what stands in its place. */
export interface Mutant {
  readonly name: string;
  /** What is wrong with it, for people. */
  readonly wrong: string;
  readonly edits: readonly { readonly file: string; readonly find: string; readonly replace: string }[];
}

const server = 'apps/sync-server/src';
const host = 'apps/desktop/src/host';
const merge = 'packages/schema/src/merge';

export const mutants: readonly Mutant[] = [
  {
    name: 'receipt-before-commit',
    wrong: 'the county answers before its transaction is committed',
    edits: [{
      file: `${server}/sync/receiveSubmissions.ts`,
      find: 'await county.store.transaction(async (tx) => receiveIn(tx, county, { device, permission, submissions, verdict, unknownNeedsAreLost: false }));',
      replace: 'await new Promise<Received>((resolve, reject) => { county.store.transaction(async (tx) => { const done = await receiveIn(tx, county, { device, permission, submissions, verdict, unknownNeedsAreLost: false }); resolve(done); return done; }).catch(reject); });',
    }],
  },
  {
    name: 'reply-before-disk',
    wrong: 'the clinic says "saved" though the disk did not take it',
    edits: [{
      file: `${host}/replica/save.ts`,
      find: 'return { ok: false, failure: { code: failure } };',
      replace: "return { ok: true, bundleId: newId(core.now().getTime()) as BundleId, savedAt: '' };",
    }],
  },
  {
    name: 'cursor-before-rows',
    wrong: 'the cursor is committed before the rows that it stands for',
    edits: [{
      file: `${host}/replica/applyPage.ts`,
      find: '  const applied = tryCarefully(',
      replace: '  core.database.immediately(() => moveCursors(core.tables, answer.page, new Set(answer.scopes)));\n  const applied = tryCarefully(',
    }],
  },
  {
    name: 'rows-without-cursor',
    wrong: 'the cursor moves though the page was not taken in',
    edits: [{ file: `${host}/replica/applyPage.ts`, find: '    putContents(round, page);\n', replace: '    if (page.documents.length < 4) putContents(round, page);\n' }],
  },
  {
    name: 'drop-the-loser',
    wrong: 'a losing value goes to no review',
    edits: [{ file: `${merge}/mergeChanges.ts`, find: 'if (verdict.losing === undefined) return', replace: 'if (verdict.losing !== null) return' }],
  },
  {
    name: 'number-taken-first',
    wrong: 'scope numbers are taken in a transaction of their own, so that commit order is not log order',
    edits: [{
      file: `${server}/sync/recordJudgements.ts`,
      find: 'const { firstByScope, positions } = await tx.takeNumbers(wanted, putting.length);',
      replace: 'const { firstByScope, positions } = await county.store.transaction(async (own) => own.takeNumbers(wanted, putting.length));',
    }, {
      file: `${server}/sync/recordJudgements.ts`,
      find: 'async function placeInLog(tx: ExchangeTransaction, judged',
      replace: 'async function placeInLog(tx: ExchangeTransaction, county: ExchangeParts, judged',
    }, { file: `${server}/sync/recordJudgements.ts`, find: 'await placeInLog(tx, input.judged)', replace: 'await placeInLog(tx, county, input.judged)' }],
  },
  {
    name: 'scope-forgotten',
    wrong: 'a document of several scopes is numbered in the first only',
    edits: [{ file: `${server}/sync/logChanges.ts`, find: 'for (const scope of scopes) of(scope).puts.push', replace: 'for (const scope of scopes.slice(0, 1)) of(scope).puts.push' }],
  },
  {
    name: 'clock-as-order',
    wrong: 'the later clock wins, and nobody is told',
    edits: [{
      file: `${merge}/mergeChanges.ts`,
      find: '  return conflict(input, meeting, refusal',
      replace: "  if (refusal === null && input.author.savedAt > (input.originOf(unit)?.at ?? '')) return { document: put(document, unit, after), merged: true, review: null };\n  return conflict(input, meeting, refusal",
    }],
  },
  {
    name: 'retry-as-new',
    wrong: 'a bundle that was answered before is taken for another',
    edits: [{ file: `${server}/sync/placeInChain.ts`, find: '    if (isKnown) continue;\n', replace: '    if (isKnown && storedHere === undefined) continue;\n' }],
  },
  {
    name: 'gap-ignored',
    wrong: 'what comes before its predecessor is taken at once, and the predecessor then never',
    edits: [{
      file: `${server}/sync/placeInChain.ts`,
      find: "      const number = (head?.number ?? 0) + 1;\n      const following = pool.get(`${lane}/${number}`);",
      replace: "      const following = [...pool.values()].filter((one) => one.link.lane === lane).toSorted((a, b) => a.link.number - b.link.number)[0];\n      const number = following?.link.number ?? 0;",
    }, { file: `${server}/sync/placeInChain.ts`, find: 'if (following.link.previous !== (head?.linkHash ?? null)) throw new Forked(lane, number);', replace: '' }],
  },
  {
    name: 'tombstone-beats-edit',
    wrong: 'a removed allergy stays removed though another clinic has just called it severe',
    edits: [{
      file: `${merge}/patient.ts`,
      find: '    return { value: mine, losing: theirs, reason: \'unitConflict\' };',
      replace: '    return countyStays(meeting);',
    }, {
      file: `${merge}/patient.ts`,
      find: "  if (wasActive && theirs.status === 'active' && mine.status !== 'active') return countyStays(meeting);",
      replace: "  if (wasActive && theirs.status === 'active' && mine.status !== 'active') return { value: mine, losing: theirs, reason: 'unitConflict' };",
    }],
  },
  {
    name: 'needs-ignored',
    wrong: 'what needs a bundle that is not there is judged without it',
    edits: [{ file: `${server}/sync/judgeAll.ts`, find: "  if (needs.includes('waiting')) return", replace: "  if (needs.length > 500) return" }],
  },
  {
    name: 'balance-unwatched',
    wrong: 'a lot falls below zero and nobody is told',
    edits: [{ file: `${server}/sync/effects/afterStockMove.ts`, find: 'if (balance < 0 && move.quantity < 0 &&', replace: 'if (balance < -1_000_000 && move.quantity < 0 &&' }],
  },
  {
    name: 'receipt-unchecked',
    wrong: 'a receipt is believed whoever signed it',
    edits: [{ file: `${host}/replica/receipts.ts`, find: '  if (!core.isSignedByCounty(receiptToSign(receipt), receipt.signature)) return false;\n', replace: '' }],
  },
  {
    name: 'content-unchecked',
    wrong: 'a document is believed whatever its hash',
    edits: [{ file: `${host}/replica/countyContent.ts`, find: 'digestHex(body) !== sent.hash || ', replace: '' }],
  },
  {
    name: 'overlay-dropped-early',
    wrong: 'what was saved here vanishes between the receipt and the page that brings it',
    edits: [{ file: `${host}/replica/applyPage.ts`, find: '(cursors.get(scope) ?? 0) >= number);', replace: '(cursors.get(scope) ?? 0) >= 0);' }],
  },
  {
    name: 'evict-with-overlays',
    wrong: 'a record that moves away takes with it what was saved on it here and is not held yet',
    edits: [{ file: `${host}/replica/showAgain.ts`, find: 'const leaves = overlays.length === 0 && (', replace: 'const leaves = (row.evict_due === 1 && !isMember) || overlays.length === 0 && (' }],
  },
  {
    name: 'epoch-ignored',
    wrong: 'a restored county is taken for the one that was lost',
    edits: [
      { file: `${server}/sync/exchange.ts`, find: "if (request.epoch !== null && request.epoch !== county.epoch) return { refusal: 'epochMismatch' };", replace: '' },
      { file: `${host}/replication/exchange.ts`, find: 'if (epoch !== null && response.data.epoch !== epoch)', replace: "if (epoch === '')" },
    ],
  },
  {
    name: 'bundles-not-sent-again',
    wrong: 'after a restore a clinic thinks that the county still has what the backup lacks',
    edits: [{ file: `${host}/replica/epochs/rewind.ts`, find: 'for (const bundle of lost) waitAgain(core, bundle, epoch, touched);', replace: '' }],
  },
  {
    name: 'second-restore-unheard',
    wrong: 'a county that was restored twice learns nothing of what clinics went over to in between',
    edits: [{ file: `${server}/sync/sideHistories.ts`, find: 'for (const other of learned) await county.learnHistory(other);', replace: '' }],
  },
  {
    name: 'move-forgets-the-visits',
    wrong: 'a record moves without what was written in it',
    edits: [{ file: `${server}/sync/draft.ts`, find: 'if (into.length > 0) puts.push({ document, revision, scopes: into });', replace: "if (into.length > 0 && document.kind === 'patient') puts.push({ document, revision, scopes: into });" }],
  },
  {
    name: 'nonce-before-disk',
    wrong: 'the answer that told a late receipt counts as arrived though it was not taken in',
    edits: [{
      file: `${host}/replication/startReplication.ts`,
      find: '      isTakingIn = true;\n',
      replace: '      isTakingIn = true;\n      nonces.nonce = exchanged.response.nonce;\n',
    }],
  },
];
