import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { jsonHash } from '@lianyi/schema/basics/digest';
import type { BundleId, DeviceId, OrganisationId, PersonId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import type { BundleBody, UnitChange, Write } from '@lianyi/schema/documents/bundle';
import type { AnyDocument, Kind } from '@lianyi/schema/documents/kinds';
import { kindRules } from '@lianyi/schema/documents/kinds';
import { sealParcel } from '@lianyi/schema/wire/sealedParcel';
import type { ChainLink, EnrolResponse, ExchangeRequest, ExchangeResponse, Problem, Submission } from '@lianyi/schema/wire/exchange';
import { deviceHeader, enrolPath, exchangePath, exchangeResponse, linkHash, nonceHeader, problem, requestToSign, signatureHeader, successionToSign, wireVersion } from '@lianyi/schema/wire/exchange';

/** The version of a write that an older or newer app made. */
export const inVersion = (version: number, write: Write): Write => ({ ...write, version });
export const create = (document: AnyDocument): Write => ({ op: 'create', kind: document.kind, version: kindRules[document.kind].version, document });
export const change = (kind: Kind, id: string, ...changes: readonly UnitChange[]): Write => ({ op: 'change', kind, version: 1, id, changes: [...changes] });

/** A PC that speaks the wire by hand: it keeps its chain, cursors and nonce, and no replica. */
export class TestDevice {
  readonly id: DeviceId;
  readonly orgId: OrganisationId;
  readonly enrolled: EnrolResponse;
  /** Who acts unless a bundle says otherwise. */
  personId: PersonId;
  epoch: string | null;
  cursors: Record<string, number> = {};
  nonce: string;
  /** Where the county is; after a restart it is at another port. */
  url: string;
  readonly #key: KeyObject;
  readonly #links = new Map<ChainLink['lane'], { number: number; hash: string | null }>();
  #saveNumber = 0;

  constructor(url: string, key: KeyObject, enrolled: EnrolResponse, personId: PersonId) {
    this.url = url;
    this.#key = key;
    this.enrolled = enrolled;
    this.id = enrolled.deviceId;
    this.orgId = enrolled.orgId as OrganisationId;
    this.personId = personId;
    this.epoch = enrolled.epoch;
    this.nonce = enrolled.nonce;
  }

  /** A bundle that would be saved now. */
  bundle(writes: readonly Write[], over: Partial<BundleBody> = {}): BundleBody {
    this.#saveNumber += 1;
    return {
      id: newId() as BundleId, deviceId: this.id, orgId: this.orgId, personId: this.personId, savedAt: new Date().toISOString(), action: 'tests.save',
      saveNumber: this.#saveNumber, epoch: this.epoch, cursors: { ...this.cursors }, needs: [], writes: [...writes], ...over,
    };
  }

  /** The body as the next link of the chain. */
  submit(body: unknown, lane: ChainLink['lane'] = 'routine'): Submission {
    const head = this.#links.get(lane) ?? { number: 0, hash: null };
    const submission = this.submissionAt(body, { lane, number: head.number + 1, previous: head.hash });
    this.#links.set(lane, { number: head.number + 1, hash: linkHash(submission.link, jsonHash(body)) });
    return submission;
  }

  /** The body at a place of one's choice; the chain stays as it is. */
  submissionAt(body: unknown, link: ChainLink): Submission {
    return { body, link, signature: sign(null, Buffer.from(linkHash(link, jsonHash(body))), this.#key).toString('base64') };
  }

  request(over: Partial<ExchangeRequest> = {}): ExchangeRequest {
    return { wireVersion, deviceId: this.id, epoch: this.epoch, cursors: this.cursors, submissions: [], pageDocuments: 500, waitMs: 0, ...over };
  }

  /** The signature of a request with these bytes under the present nonce. */
  signed(bytes: Buffer, path: string, nonce: string = this.nonce, method = 'POST'): string {
    return sign(null, Buffer.from(requestToSign(method, path, createHash('sha256').update(bytes).digest('hex'), nonce)), this.#key).toString('base64');
  }

  /** Asks to be enrolled anew under another key in this device's place, as a PC whose disk was cloned does. */
  succession(code: string): object {
    const publicKey = rawKey(generateKeyPairSync('ed25519').publicKey);
    const unsigned = { deviceId: this.id, continues: { routine: null, urgent: null } };
    return { code, publicKey, name: '', replaces: { ...unsigned, signature: sign(null, Buffer.from(successionToSign(publicKey, unsigned)), this.#key).toString('base64') } };
  }

  /** Sends bytes signed as the device signs them. */
  async send(bytes: Buffer, { path = exchangePath, nonce = this.nonce, headers = {}, signal }: { path?: string; nonce?: string; headers?: Record<string, string>; signal?: AbortSignal } = {}): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method: 'POST',
      body: new Uint8Array(bytes),
      headers: { 'content-type': 'application/json', [deviceHeader]: this.id, [nonceHeader]: nonce, [signatureHeader]: this.signed(bytes, path, nonce), ...headers },
      ...(signal ? { signal } : {}),
    });
  }

  /** A stick's file for the county, with this content. */
  parcel(content: Uint8Array): Uint8Array {
    return sealParcel(content, { from: this.id, to: Buffer.from(this.enrolled.countyKey, 'base64'), sign: (text) => sign(null, Buffer.from(text), this.#key).toString('base64'), secret: randomBytes(32) });
  }

  /** Gets bytes, or with HEAD what is said of them, signed as the device signs what has no body. */
  async fetchBytes(path: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET'): Promise<Response> {
    const signature = this.signed(Buffer.alloc(0), path, this.nonce, method);
    return fetch(`${this.url}${path}`, { method, headers: { [deviceHeader]: this.id, [nonceHeader]: this.nonce, [signatureHeader]: signature, ...headers } });
  }

  /** One exchange; the answer's nonce is kept, its cursors are not. @throws Error with the problem in `cause` */
  async exchange(over: Partial<ExchangeRequest> = {}): Promise<ExchangeResponse> {
    const response = await this.send(Buffer.from(JSON.stringify(this.request(over))));
    const answer: unknown = await response.json();
    if (!response.ok) {
      const refused = problem.parse(answer);
      if (refused.code === 'staleNonce' && refused.nonce !== undefined && refused.nonce !== this.nonce) {
        this.nonce = refused.nonce;
        return this.exchange(over);
      }
      throw new Error(`${refused.status} ${refused.code}: ${refused.detail ?? ''}`, { cause: refused });
    }
    const parsed = exchangeResponse.parse(answer);
    this.nonce = parsed.nonce;
    return parsed;
  }

  /** Saves writes as one bundle and delivers it. @returns its receipt */
  async push(writes: readonly Write[], over: Partial<BundleBody> = {}): Promise<ExchangeResponse['receipts'][number]> {
    const { receipts: [receipt] } = await this.exchange({ submissions: [this.submit(this.bundle(writes, over))], pageDocuments: 0 });
    if (!receipt) throw new Error('no receipt');
    return receipt;
  }

  /** Pulls until there is no more, and keeps the cursors. @returns the documents in their last state, by id */
  async pull(pageDocuments = 500): Promise<Map<string, AnyDocument>> {
    const documents = new Map<string, AnyDocument>();
    for (let more = true; more;) {
      const { page } = await this.exchange({ pageDocuments });
      for (const document of page.documents) documents.set(document.id, document.body as AnyDocument);
      this.cursors = page.cursors;
      more = page.more;
    }
    return documents;
  }

  /** The same disk twice: a device with the same key and chain. */
  clone(): TestDevice {
    const twin = new TestDevice(this.url, this.#key, this.enrolled, this.personId);
    twin.epoch = this.epoch;
    twin.cursors = { ...this.cursors };
    twin.nonce = this.nonce;
    for (const [lane, head] of this.#links) twin.#links.set(lane, head);
    twin.#saveNumber = this.#saveNumber;
    return twin;
  }
}

/** Makes a key pair and enrols with a code, over HTTP as the app does. */
export async function enrolWith(url: string, code: string, name: string, personId: PersonId): Promise<TestDevice> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = rawKey(publicKey);
  const response = await fetch(`${url}${enrolPath}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code, publicKey: raw, name }) });
  if (!response.ok) throw new Error(`not enrolled: ${JSON.stringify(await response.json())}`);
  return new TestDevice(url, privateKey, (await response.json()) as EnrolResponse, personId);
}

const rawKey = (key: KeyObject): string => Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64');

/** The problem that an exchange was refused with. */
export async function problemOf(work: Promise<unknown>): Promise<Problem> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Error && error.cause !== undefined) return problem.parse(error.cause);
    throw error;
  }
  throw new Error('it was not refused');
}
