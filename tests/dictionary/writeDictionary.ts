/**
 * Writes `packages/schema/src/wire/dictionary1.ts`: what a visit's exchange is made of, for both sides to compress against.
 * Written once, and kept: a changed text is another dictionary with another name, since PCs in the field have the old one.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aWholeVisit } from '../bench/aWholeVisit.ts';
import { aPatient, anAllergy, testOrgId } from '../builders/aPatient.ts';
import { aReplica } from '../builders/aReplica.ts';
import { aStockMove } from '../builders/aStockMove.ts';
import { requestOf } from '@lianyi/desktop/host/replication/exchange';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import type { Regimen } from '../../tools/demo/county/regimens.ts';
import { acuteRegimens, chronicRegimens } from '../../tools/demo/county/regimens.ts';

const root = join(import.meta.dirname, '../..');
const target = join(root, 'packages/schema/src/wire/dictionary1.ts');
const at = '2026-03-09T09:40:00+08:00';

/** Made from few rows: what is nearest to the end is cheapest, so the commonest stands last. */
const text = [names(), phrases(), answers(), requests()].join('\n');
writeFileSync(target, `/** Made by \`tests/dictionary/writeDictionary.ts\`, and never changed: see \`dictionary.ts\`. */\nexport const dictionary1 =\n  ${JSON.stringify(text)};\n`);
console.log(`${target}: ${Buffer.byteLength(text)} B`);

function names(): string {
  const rows = (file: string): readonly (readonly string[])[] => readFileSync(join(root, 'resources', file), 'utf8').trim().split('\n').slice(1).map((line) => line.split('\t'));
  const diagnoses = rows('icd10_primary_care.tsv').slice(0, 60).map(([, code = '', zh = '']) => `"code":"${code}","system":"icd10","text":"${zh}"`);
  const products = rows('products.tsv').map(([, name = '', , , , , strength = '', unit = '', packUnit = '', packSize = '']) => `"${name}","note":"","specification":"${strength}×${packSize} ${unit}/${packUnit}"`);
  return [...diagnoses, ...products].join(',');
}

function phrases(): string {
  return [...acuteRegimens, ...Object.values(chronicRegimens)]
    .map(({ complaint, examination, diagnosis, plan }) => JSON.stringify({ complaint, diagnoses: [diagnosis], examination, plan })).join(',');
}

function answers(): string {
  const receipt = {
    bundleId: '', bodyHash: '', linkHash: '', chain: { lane: 'routine', number: 1, previous: '', deviceId: '' }, outcome: 'accepted', reason: null, detail: '', numbers: { 'org:': 1 }, reviewIds: [], countyTime: '2026-', signature: '==',
  };
  const entry = { scope: 'org:', number: 1, bundleId: '', puts: [{ id: '', revision: 1 }], evicts: [] };
  return JSON.stringify({
    wireVersion: 1, epoch: '', countyTime: '2026-', scopes: ['catalogue', 'org:'], receipts: [receipt, receipt],
    page: { entries: [entry, entry], documents: [{ id: '', kind: 'encounter', version: 1, revision: 1, hash: '', body: {} }], cursors: { catalogue: 1, 'org:': 1 }, more: false }, nonce: '',
  });
}

/** Not the words of one visit: those of the benches must be new to it. */
function withCommonWords(document: AnyDocument): AnyDocument {
  const [{ complaint, diagnosis, examination, plan }] = acuteRegimens as readonly [Regimen, ...Regimen[]];
  return document.kind === 'encounter' ? { ...document, complaint, history: '', diagnoses: [diagnosis], examination, plan } : document;
}

/** Real requests of a PC: a registration, a change, stock, and last a whole visit. Ids, hashes and times say nothing. */
function requests(): string {
  const clinic = aReplica();
  const { replica } = clinic;
  try {
    const patient = aPatient({ homeId: testOrgId, allergies: { a: anAllergy() } });
    clinic.save([{ op: 'create', document: patient }], 'patients.register');
    clinic.save([{ op: 'change', kind: 'patient', id: patient.id, changes: [{ unit: 'phone', before: patient.phone, after: '139' }] }], 'patients.edit');
    clinic.save([{ op: 'create', document: aStockMove({ lot: { ownerId: testOrgId } }) }], 'stock.receive');
    clinic.save(aWholeVisit(patient, at).map((document) => ({ op: 'create', document: withCommonWords(document) })), 'prescriptions.sign');
    const request = requestOf(replica, { cursors: { catalogue: 1, 'org:': 1 }, submissions: replica.submissions(200, 1_000_000), pageDocuments: 500, waitMs: 0, waiting: 0 });
    return JSON.stringify(request)
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '')
      .replaceAll(/[0-9a-f]{64}/g, '')
      .replaceAll(/"signature":"[^"]{80,}"/g, '"signature":"=="')
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:+]+/g, '2026-');
  } finally {
    clinic.close();
  }
}
