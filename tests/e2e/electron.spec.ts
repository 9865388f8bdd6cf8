/** The main job in a real Electron: enrolled on its first page with a real county, closed and opened again. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { _electron } from '@playwright/test'
import { anIdentityNumber } from '@lianyi/tests/builders/aPatient'
import { organisationOf } from '../../tools/demo/county/organisations.ts'
import type { PreparedElectron } from '../../tools/electron/launch.ts'
import { prepareElectron } from '../../tools/electron/launch.ts'
import type { Demo } from './demo.ts'
import { test, expect } from './demo.ts'
import { Dispense } from './pages/dispense.ts'
import { typeCode } from './pages/enrol.ts'
import { Patients } from './pages/patients.ts'
import { Shell } from './pages/shell.ts'
import { Stock } from './pages/stock.ts'
import { UnlockPage } from './pages/unlock.ts'
import { Visit } from './pages/visit.ts'

type Ready = Extract<PreparedElectron, { readonly kind: 'ready' }>

test.describe.configure({ mode: 'serial', timeout: 120_000 })

const doctor = '吴明礼'
const pin = '808172'
const patient = { name: '石桌面', identityNumber: anIdentityNumber('1980-03-05', 'female', 872), phone: '13908510099', village: '青石坪' }
const drug = '西替利嗪片'

let electron: Ready
let dataDir = ''
let app: ElectronApplication
let page: Page

test.beforeAll(async ({ demo }) => {
  const prepared = await prepareElectron()
  test.skip(prepared.kind === 'none', prepared.kind === 'none' ? prepared.reason : '')
  if (prepared.kind === 'none') return
  electron = prepared
  dataDir = mkdtempSync(join(tmpdir(), 'lianyi-desktop-'))
  await open(demo)
})

test.afterAll(async () => {
  await app?.close()
  if (dataDir !== '') rmSync(dataDir, { recursive: true, force: true })
})

const flags = (demo: Demo): readonly string[] => [...electron.args, `--data-dir=${dataDir}`, `--county-url=${demo.file.county.url}`, `--user-data-dir=${join(dataDir, 'u')}`]

async function open(demo: Demo): Promise<void> {
  app = await _electron.launch({ executablePath: electron.executable, args: [...flags(demo)], env: { ...electron.env, TZ: 'Asia/Shanghai' } })
  page = await app.firstWindow()
}

async function unlock(): Promise<void> {
  const lock = new UnlockPage(page)
  await lock.as(doctor, pin)
  await lock.expectOpen(doctor)
}

test('DEV-12 a third PC, of the village clinic, is enrolled in its window: a wrong code is told, the right one and a PIN open it', async ({ demo }) => {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('登记这台电脑')
  await typeCode(page, '7KQM-X2PD-94HA', '桌面')
  await expect(page.getByRole('alert')).toContainText(/最多还能试 \d 次/)
  await page.getByLabel('登记码', { exact: true }).fill((await demo.county(['device', 'code', organisationOf('qingshiping').id])).trim())
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('您是哪一位？')
  await expect(page.getByRole('radio', { checked: true })).toContainText(doctor)
  await page.keyboard.type(pin)
  await page.keyboard.press('Tab')
  await page.keyboard.type(pin)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('navigation')).toBeVisible({ timeout: 60_000 })
  // A built program makes a PIN cost what it costs, whatever the tests ask of their sources.
  expect(readFileSync(join(dataDir, 'slots.json'), 'utf8')).toMatch(/"N": ?65536/)
  await app.close()
  await open(demo)
})

test('the window opens locked, on its own scheme, with nothing of Node in the page', async () => {
  await expect(page.getByRole('heading', { name: '谁在用？' })).toBeVisible()
  expect(page.url()).toMatch(/^app:\/\/lianyi\/index\.html/)
  const reach = await page.evaluate(() => ({
    node: ['require', 'process', 'module', 'Buffer'].filter((name) => name in globalThis),
    bridge: Object.keys((globalThis as unknown as { lianyi: object }).lianyi),
  }))
  expect(reach).toEqual({ node: [], bridge: ['port'] })
})

test('the page can go nowhere, open nothing and reach no network', async ({ demo }) => {
  const before = page.url()
  const tried = await page.evaluate(async (url) => {
    const fetched = await fetch(url).then(() => 'fetched', () => 'refused')
    const opened = globalThis.open(url) === null ? 'refused' : 'opened'
    const asked = await Notification.requestPermission()
    globalThis.location.href = url
    return { fetched, opened, asked }
  }, demo.file.county.url)
  expect(tried).toEqual({ fetched: 'refused', opened: 'refused', asked: 'denied' })
  await page.waitForTimeout(500)
  expect(page.url()).toBe(before)
  expect(app.windows()).toHaveLength(1)
})

test('a page that is loaded again gets a port of its own', async () => {
  await page.reload()
  await expect(page.getByRole('heading', { name: '谁在用？' })).toBeVisible()
})

test('a second start on the same data directory gives way to the first', async ({ demo }) => {
  const second = await _electron.launch({ executablePath: electron.executable, args: [...flags(demo)], env: electron.env }).then(
    async (other) => {
      const ended = await other.waitForEvent('close', { timeout: 20_000 }).then(() => 'gave way', () => 'stayed')
      if (ended === 'stayed') await other.close()
      return ended
    },
    () => 'gave way',
  )
  expect(second).toBe('gave way')
  await expect(page.getByRole('heading', { name: '谁在用？' })).toBeVisible()
})

test('a resident is registered, and a drug received', async () => {
  await unlock()
  await expect(new Shell(page).line).toContainText('县里已全部收到', { timeout: 60_000 })
  await new Patients(page).register(patient)
  await new Stock(page).receive({ drug, lot: 'DT2801', expiry: '2028-01', packs: '2', cost: '6.10' })
})

test('a visit is signed with its prescription, the drug given out, the slip shown', async () => {
  const [patients, visit, dispense] = [new Patients(page), new Visit(page), new Dispense(page)]
  await patients.open(patient.identityNumber, patient.name)
  await visit.begin()
  await visit.field('主诉').fill('皮肤瘙痒 1 天')
  await visit.diagnose('qmz', /荨麻疹/)
  await visit.prescribe('xtlq', { drug, dose: '10', frequency: '每日 1 次', days: '5' })
  await expect(visit.cell(drug, '数量')).toHaveValue('5')
  await visit.signAndDispense()
  await expect(dispense.quantity(drug, 'DT2801')).toHaveValue('5')
  await dispense.giveOut()
  await page.keyboard.press('Control+P')
  await expect(dispense.main.getByRole('article')).toContainText(patient.name)
})

test('closed and opened again, everything is there', async ({ demo }) => {
  await app.close()
  await open(demo)
  await unlock()
  const [patients, stock] = [new Patients(page), new Stock(page)]
  await patients.open(patient.phone.slice(-4), patient.name)
  await patients.main.getByRole('tab', { name: /^就诊/ }).click()
  await expect(patients.main.getByRole('row').filter({ hasText: '荨麻疹' })).toContainText('已签名')
  await stock.open()
  await stock.search(drug)
  await expect(stock.row('DT2801')).toContainText('1 盒 7 片')
})

test('the county has it too', async ({ demo }) => {
  await expect(new Shell(page).line).toContainText('县里已全部收到', { timeout: 60_000 })
  const documents = await demo.dumpCounty()
  const person = documents.find(({ kind, body }) => kind === 'patient' && (body['identity'] as { name: string }).name === patient.name)
  const ofPerson = documents.filter(({ body }) => body['patientId'] === person?.id).map(({ kind }) => kind)
  expect(ofPerson.toSorted()).toEqual(['dispense', 'encounter', 'prescription'])
})
