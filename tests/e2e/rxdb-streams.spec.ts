/** The county's streams, read by RxDB itself on Dexie in Chromium: whatever happens on the way, its copy ends as the county's. */
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { isSameJson } from '@lianyi/schema/basics/canonicalJson'
import type { OrganisationId } from '@lianyi/schema/basics/ids'
import { newId } from '@lianyi/schema/basics/ids'
import type { AnyDocument } from '@lianyi/schema/documents/kinds'
import type { Patient } from '@lianyi/schema/documents/patient'
import type { RxdbStreamName } from '@lianyi/schema/wire/rxdbStreams'
import { rxdbStreams } from '@lianyi/schema/wire/rxdbStreams'
import { anAccount, aSessionOf } from '@lianyi/tests/builders/anAccount'
import { organisationsUnder } from '@lianyi/sync-server/access/permissions'
import { movePatient } from '@lianyi/sync-server/sync/movePatient'
import { aBadLine } from '../builders/aBadLine.ts'
import { aCounty, change, create, places, type TestCountyServer, type TestDevice } from '../builders/aCounty.ts'
import { anEncounter } from '../builders/anEncounter.ts'
import { anAllergy, aPatient } from '../builders/aPatient.ts'
import { stopTestPostgres } from '../builders/aTestPostgres.ts'
import type { CopyAsked } from './rxdbClient/client.ts'

const root = join(import.meta.dirname, '..', '..')

let county: TestCountyServer
let village: TestDevice
let pageDir: string
let cookie: string
const patients: Patient[] = []

test.beforeAll(async () => {
  pageDir = await mkdtemp(join(tmpdir(), 'lianyi-rxdb-page-'))
  execFileSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', join(root, 'tests/e2e/rxdbClient'), '--outDir', pageDir, '--emptyOutDir', '--logLevel', 'error'], { cwd: join(root, 'apps/sync-server') })
  county = await aCounty({ consoleDir: pageDir })
  village = await county.enrol(places.village)
  const home = (at: number): OrganisationId => (at % 2 === 0 ? places.village : places.otherVillage)
  patients.push(...Array.from({ length: 2200 }, (_, at) => aPatient({ name: `村民${at}`, homeId: home(at), allergies: at % 10 === 0 ? { [newId()]: anAllergy() } : {} })))
  const visits = patients.slice(0, 300).map((patient) => anEncounter({ patientId: patient.id, homeId: patient.homeId, orgId: patient.homeId }))
  await county.write([...patients, ...visits, aPatient({ homeId: places.farVillage })])
  cookie = await aSessionOf(county.county, (await anAccount(county.county, { login: 'tian', name: '田玉梅', role: 'countyOffice' })).userId)
})
test.afterAll(async () => {
  await county.close()
  await stopTestPostgres()
  await rm(pageDir, { recursive: true, force: true })
})

/** What the county holds of a stream at an institution and those below it. */
async function heldBy(stream: RxdbStreamName, under: string): Promise<Map<string, AnyDocument>> {
  const { kind } = rxdbStreams[stream]
  const scopes = (await organisationsUnder(county.county.db, under)).map((id) => `org:${id}`)
  const rows = await county.county.db.selectFrom('document').innerJoin('documentScope', 'documentScope.documentId', 'document.id').select(['document.id', 'document.body'])
    .where('kind', '=', kind).where('scope', 'in', scopes).execute()
  return new Map(rows.map(({ id, body }) => [id, body]))
}

async function openPage(context: BrowserContext, url = county.url): Promise<Page> {
  await context.addCookies([{ name: 'lianyi_county', value: cookie, url }])
  const page = await context.newPage()
  await page.goto(url)
  return page
}

const aCopy = (over: Partial<CopyAsked> = {}): CopyAsked => ({ name: 'patients', stream: 'patients', under: places.township, batchSize: 100, isValidated: false, ...over })
const open = async (page: Page, asked: CopyAsked): Promise<void> => page.evaluate(async (one) => window.openCopy(one), asked)
const pullsOf = async (page: Page, name: string) => page.evaluate((one) => window.copies.get(one)?.pulls ?? [], name)

/** The copy ends with the county's documents, each as it is there, and none more. */
async function expectSame(page: Page, { name, stream, under }: CopyAsked): Promise<void> {
  const differing = async (): Promise<readonly string[]> => {
    const held = await heldBy(stream, under)
    const copied = new Map((await page.evaluate(async (one) => window.copies.get(one)?.documents() ?? [], name)).map((document) => [(document as { id: string }).id, document]))
    return [...new Set([...held.keys(), ...copied.keys()])].filter((id) => !isSameJson(held.get(id) ?? null, copied.get(id) ?? null))
  }
  await expect.poll(async () => (await differing()).length).toBe(0)
}

/** Holds the page's pulls from a certain one on, until told to let go. */
async function holdAt(page: Page, count: number): Promise<{ readonly reached: Promise<void>; letGo(): Promise<void> }> {
  let asked = 0
  let reach = (): void => undefined
  const reached = new Promise<void>((resolve) => { reach = resolve })
  let letGo = (): void => undefined
  const gone = new Promise<void>((resolve) => { letGo = resolve })
  await page.route('**/pull?*', async (route) => {
    asked += 1
    if (asked >= count) {
      reach()
      await gone
    }
    await route.continue().catch(() => undefined)
  })
  return { reached, letGo: async () => { letGo(); await page.unrouteAll({ behavior: 'ignoreErrors' }) } }
}

test('STREAM-7 at any batch size, while others go on writing', async ({ context }) => {
  const page = await openPage(context)
  const copies = [aCopy({ name: 'small', batchSize: 150 }), aCopy({ name: 'large', batchSize: 1000 }), aCopy({ name: 'visits', stream: 'encounters', batchSize: 50 })]
  const hold = await holdAt(page, 6)
  const opening = Promise.all(copies.map(async (copy) => open(page, copy)))
  await hold.reached
  await hold.letGo()
  for (const patient of patients.slice(0, 40).filter(({ homeId }) => homeId === places.village)) {
    const added = aPatient({ homeId: places.village })
    await village.push([create(added), create(anEncounter({ patientId: added.id, homeId: places.village, orgId: places.village })), change('patient', patient.id, { unit: 'phone', before: null, after: '13800000000' })])
  }
  await opening
  for (const copy of copies) await expectSame(page, copy)
  for (const { name, batchSize } of copies) {
    const pulls = await pullsOf(page, name)
    expect(pulls.filter(({ documents }) => documents === batchSize).length).toBeGreaterThanOrEqual(Math.floor((name === 'visits' ? 300 : 2200) / batchSize))
    expect(pulls.filter(({ checkpoint }) => checkpoint === null)).toHaveLength(1)
  }
  expect(await page.evaluate(() => [...window.copies.values()].flatMap(({ errors }) => errors))).toEqual([])
})

test('STREAM-7 a patient who moves away leaves a tombstone that RxDB finds valid, and comes back', async ({ context }) => {
  const page = await openPage(context)
  const patient = aPatient({ homeId: places.farVillage, allergies: { [newId()]: anAllergy() } })
  await county.write([patient, anEncounter({ patientId: patient.id, homeId: places.farVillage, orgId: places.village })])
  // A browser holds six lines to a server over HTTP/1.1, and each event stream takes one.
  const copies = (['patients', 'encounters', 'reviews'] as const).map((stream) => aCopy({ name: stream, stream, under: places.farVillage, isValidated: true }))
  for (const copy of copies) await open(page, copy)
  for (const copy of copies) await expectSame(page, copy)
  const moveTo = async (toId: OrganisationId): Promise<void> => { expect(await movePatient(county.county.store, { patientId: patient.id, toId, reason: '搬家' }, new Date())).toMatchObject({ ok: true }) }
  const stored = async () => page.evaluate(async (id) => window.copies.get('patients')?.stored(id) ?? null, patient.id)
  await moveTo(places.otherVillage)
  await expect.poll(stored).toMatchObject({ ...rxdbStreams.patients.blank, id: patient.id, _deleted: true })
  for (const copy of copies) await expectSame(page, copy)
  await moveTo(places.farVillage)
  await expect.poll(stored).toMatchObject({ identity: patient.identity, allergies: patient.allergies, _deleted: false })
  for (const copy of copies) await expectSame(page, copy)
  expect(await page.evaluate(() => [...window.copies.values()].flatMap(({ errors }) => errors))).toEqual([])
})

test('STREAM-7 a line that breaks within a page costs that page, and nothing else', async ({ context }) => {
  const line = await aBadLine(county.url)
  const page = await openPage(context, line.url)
  const copy = aCopy({ under: places.village })
  const hold = await holdAt(page, 8)
  await open(page, copy)
  await hold.reached
  line.mood = 'cutAnswers'
  line.breakAll()
  await hold.letGo()
  await expect.poll(async () => page.evaluate(() => window.copies.get('patients')?.errors.length)).toBeGreaterThan(1)
  line.mood = 'good'
  await village.push([create(aPatient({ homeId: places.village }))])
  await expectSame(page, copy)
  const pulls = await pullsOf(page, copy.name)
  const failed = pulls.flatMap(({ documents }, at) => (documents === null ? [at] : []))
  expect(failed.length).toBeGreaterThan(0)
  expect(pulls.filter(({ checkpoint }) => checkpoint === null)).toHaveLength(1)
  for (const at of failed) expect(pulls[at + 1]?.checkpoint).toEqual(pulls[at]?.checkpoint)
  await page.close()
  await line.close()
})

test('STREAM-7 a reload in the midst goes on from the checkpoint that was kept, and one at the end brings nothing again', async ({ context }) => {
  const page = await openPage(context)
  const copy = aCopy({ under: places.village })
  const saved = async () => page.evaluate(async () => window.copies.get('patients')?.savedCheckpoint() ?? null)
  /** What the last page that came says to go on from, once it has been written down as well: its documents are there a moment before. */
  const savedAsPulled = async () => {
    const last = async () => (await pullsOf(page, copy.name)).findLast(({ next }) => next !== null)?.next ?? null
    await expect.poll(async () => isSameJson(await saved(), await last())).toBe(true)
    const checkpoint = await saved()
    expect(checkpoint).not.toBeNull()
    return checkpoint
  }
  const reopened = async (hold?: { letGo(): Promise<void> }) => {
    const checkpoint = await savedAsPulled()
    await page.reload()
    await hold?.letGo()
    await open(page, copy)
    await expectSame(page, copy)
    // What is asked for again by an event may be under way while the documents are the same already.
    await expect.poll(async () => (await pullsOf(page, copy.name)).every(({ documents }) => documents !== null)).toBe(true)
    const pulls = await pullsOf(page, copy.name)
    expect(pulls[0]?.checkpoint).toEqual(checkpoint)
    return pulls
  }
  const hold = await holdAt(page, 9)
  await open(page, copy)
  await hold.reached
  await expect.poll(async () => page.evaluate(async () => (await window.copies.get('patients')?.documents())?.length)).toBe(800)
  expect((await reopened(hold))[0]?.documents).toBe(copy.batchSize)
  expect((await reopened()).every(({ documents }) => documents === 0)).toBe(true)
})

test('STREAM-5 a copy of institutions that are regrouped is told, begins anew, and ends as the county', async ({ context }) => {
  const page = await openPage(context)
  const copy = aCopy({ under: places.farTownship })
  await open(page, copy)
  await expectSame(page, copy)
  const { body } = await county.county.db.selectFrom('document').select('body').where('id', '=', places.otherVillage).executeTakeFirstOrThrow()
  if (body.kind !== 'organisation') throw new Error('no institution')
  await county.write([{ ...body, parentId: places.farTownship }])
  await expectSame(page, copy)
  expect((await page.evaluate(async () => (await window.copies.get('patients')?.documents())?.length)) ?? 0).toBeGreaterThan(1000)
})
