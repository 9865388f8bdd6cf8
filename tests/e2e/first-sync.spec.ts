/**
 * What the pages say in the midst of a first sync, in both languages at 1366x768. The host's answers are those of the demo, changed on
 * their way to what a host answers then (tests/conformance/firstSyncOnTheLine.test.ts holds it to that).
 */
import type { Page } from '@playwright/test'
import { test, expect } from './demo.ts'
import type { Language } from './pages/looks.ts'
import { expectGoodLooks } from './pages/looks.ts'
import { Patients } from './pages/patients.ts'
import { Shell } from './pages/shell.ts'
import { Visit } from './pages/visit.ts'

test.describe.configure({ mode: 'serial' })

const clinic = 'qingshiping'
const doctor = '吴明礼'
const patient = { name: '龙未全', birthDate: '1957-03-02', sex: '男', phone: '13800009031', allergies: [] } as const
const made = { chart: '', visit: '' }

type Fields = Readonly<Record<string, unknown>>
/** Members that are put in place of those of the same name, wherever they stand in an answer. */
type Instead = (answered: Fields) => Fields

/** Every answer of the host with other members than it gave. */
async function answerInstead(page: Page, question: string, instead: Instead): Promise<void> {
  await page.route('**/trpc/**', async (route) => {
    if (!route.request().url().includes(question)) return route.fallback()
    const response = await route.fetch()
    await route.fulfill({ response, json: changed(await response.json(), instead) })
  })
}

function changed(value: unknown, instead: Instead): unknown {
  if (Array.isArray(value)) return value.map((one) => changed(one, instead))
  if (typeof value !== 'object' || value === null) return value
  const others = instead(value as Fields)
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, Object.hasOwn(others, name) ? others[name] : changed(member, instead)]))
}

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString()
const dueLongAgo = ['龙成华', '田维芳', '石秀珍'].map((name, at) => ({
  patientId: `nobody-${at}`, name, sex: '1', ageYears: 67, programme: at === 1 ? 'diabetes' : 'hypertension', dueOn: `2023-0${at + 1}-24`, inDays: -1109, lastOn: '2022-11-24',
  last: at === 0 ? { on: '2022-11-24', systolic: 158, diastolic: 92, glucoseMmolL: null, atGoal: false } : null,
}))

/** As in the midst of a first sync: 140 documents of 2,067 are here, and of the patient the record alone. */
async function inFirstSync(page: Page, pulling: Fields = { documents: 140, ofDocuments: 2067, bytes: 40_000, ofBytes: 700_000, secondsLeft: 300 }): Promise<void> {
  const lists: Fields = { encounters: [], prescriptions: [], medications: [], bloodPressures: [], history: [], changes: [], recent: [], due: dueLongAgo, stockAlerts: [], attachments: [], seen: [], waiting: [], open: [], resolved: [] }
  const noStock: Fields = { rows: [], counts: { act: 0, out: 0, low: 0, nearExpiry: 0, negative: 0, all: 0 }, lots: 0, valueFen: 0, lastCountOn: null }
  await answerInstead(page, '', (answered) => ({
    // The history of a visit is a text, and changes are told of other things too.
    ...Object.fromEntries(Object.entries(lists).filter(([name]) => Array.isArray(answered[name]))), ...('lastCountOn' in answered ? noStock : {}),
    // Prescriptions that wait, and what the county sent back, are lists without a name.
    ...(Array.isArray(answered['data']) && answered['data'].some((row: Fields) => 'prescriber' in row || 'bundleId' in row) ? { data: [] } : {}),
    inStock: 0, drafts: 0, dueToday: 0, overdue: dueLongAgo.length, dueThisWeek: 0, takings: { totalFen: 0, insuranceFen: 0, cashFen: 0, scanFen: 0, visits: 0 }, lastVisit: null, completeness: { state: 'coming', progress: { documents: 140, ofDocuments: 2067 } }, isHistoryComing: true,
    pulling, ...('stoppedSince' in pulling ? { problem: { code: 'offline', detail: '' } } : {}),
  }))
}

const openIn = async (page: Page, url: string, language: Language): Promise<void> => {
  await page.addInitScript((chosen) => { localStorage.setItem('lianyi.language', JSON.stringify({ state: { language: chosen }, version: 0 })) }, language)
  await page.goto(url)
}
const go = async (page: Page, hash: string): Promise<void> => {
  await page.evaluate((to) => { location.hash = to }, hash)
  await page.waitForTimeout(400)
}
const hashOf = (page: Page): string => new URL(page.url()).hash

// A question that waits at the host may be under way still.
test.afterEach(async ({ page }) => { await page.unrouteAll({ behavior: 'ignoreErrors' }) })

test('there is a patient with a visit begun', async ({ page, demo }) => {
  await demo.unlock(page, clinic, doctor)
  await new Patients(page).register(patient)
  made.chart = hashOf(page)
  const visit = new Visit(page)
  await visit.begin()
  await visit.addDrug('wssb6', /^维生素B6片/)
  await visit.write({ drug: '维生素B6片', dose: '20', frequency: '每日 3 次', days: '7' })
  await page.keyboard.press('Control+S')
  await expect(visit.main.locator('.rx tbody tr').first()).toBeVisible()
  made.visit = hashOf(page)
})

const words = {
  zh: { partly: '县里的记录还没取全：140 / 2,067', complete: '资料完整至', nothing: /还没有就诊记录|还没有测过血压|没有在用的药|库存没有要留意的|没有附件|没有人候诊|今天还没有看过病人|今天还没有收费|没有到期的随访|还没有记录|没有要核对的|没有待发的处方|没有要处理的|没有要提醒的|^还没有库存$|还没有盘点过|还没有改动/, notHere: '本机还没有；县里的记录还没取全', unchecked: /查不全/, stockComing: '库存还在从县里取', send: '现在上传', stick: 'U 盘', back: '请把 U 盘插回去', late: /逾期 \d+ 年/, gone: /起联不上县里/, timeLeft: /约还要/, makeFile: '存成文件，带到县里', nobodyYet: '本机还没有档案', zero: /(共|找到|现有) 0 人|^0 人/, attachment: /1 个附件|附件.*1 个/, hasAll: /县里已收到这台电脑的全部|没有，县里已全部收到|^县里已全部收到/ },
  en: { partly: 'County records not all here: 140 of 2,067', complete: 'Complete as of', nothing: /No visits yet|No blood pressure yet|No current medicines|Nothing in the stock|No attachments|Nobody is waiting|Nobody has been seen|No takings yet|No follow-up is due|^none yet$|Nothing to review|No prescription is waiting|Nothing to act on|Nothing to remind of|No stock yet|never counted|No changes yet/, notHere: 'Not here yet: county records are still to come', unchecked: /could not be checked/, stockComing: 'stock still to come from the county', send: 'Send now', stick: 'Stick', back: 'put the stick back', late: /\d+ y late/, gone: /No line .*since/, timeLeft: /about .* left/, makeFile: 'Save a file for the county', nobodyYet: 'No records are here yet', zero: /\b0 (people|on this PC|found)/, attachment: /1 attachment|1 waits for the line/, hasAll: /county has every record of this PC|county has everything/i },
} as const

for (const language of ['zh', 'en'] as const) {
  const { partly, complete, nothing, notHere, unchecked, stockComing, send, stick, back, late, gone, timeLeft, makeFile, nobodyYet, zero, attachment, hasAll } = words[language]

  test(`SYNC-15 in the midst of a first sync neither the chart nor the visit nor the day says "complete" or "none", in ${language}`, async ({ page, demo }) => {
    await inFirstSync(page)
    await openIn(page, demo.clinic(clinic).url, language)
    const shell = new Shell(page)
    for (const hash of [made.chart, made.visit]) {
      await go(page, hash)
      const banner = page.locator('.banner')
      await expect(banner.getByText(partly)).toBeVisible()
      await expect(banner.locator('.asof .is-ok')).toHaveCount(0)
      await expect(shell.main.getByText(notHere).first()).toBeVisible()
      await expect(page.getByText(complete)).toHaveCount(0)
      await expect(page.getByText(nothing)).toHaveCount(0)
      const attached = shell.main.locator('.attachments')
      await expect(attached.getByText(notHere)).toBeVisible()
      await expect(attached.locator('.count')).toHaveCount(0)
      if (hash === made.visit) await expect(shell.main.getByText(unchecked)).toBeVisible()
      await expectGoodLooks(page, language, hash === made.chart ? 'first-sync-chart' : 'first-sync-visit')
    }
    await page.keyboard.press('F4')
    await page.keyboard.type('wssb6')
    await expect(page.getByRole('listbox').getByRole('option').first()).toContainText(stockComing)
    await expect(page.getByText(nothing)).toHaveCount(0)
    await expectGoodLooks(page, language, 'first-sync-drugs')
    await page.keyboard.press('Escape')
    await go(page, made.chart)
    for (const [at, tab] of ['visits', 'medications', 'elsewhere', 'changes'].entries()) {
      await page.getByRole('tab').nth(at + 1).click()
      await expect(shell.main.getByText(notHere).first()).toBeVisible()
      await expect(page.getByText(nothing)).toHaveCount(0)
      await expectGoodLooks(page, language, `first-sync-${tab}`)
    }
    await go(page, '#/today')
    await expect(page.getByText(late).first()).toBeVisible()
    await expect(page.getByText(nothing)).toHaveCount(0)
    for (const when of await page.locator('.due td .when').all()) await expect(when).toBeInViewport({ ratio: 1 })
    await expect(shell.main.locator('.take').getByText(notHere)).toBeVisible()
    await expectGoodLooks(page, language, 'first-sync-today')
    for (const module of ['stock', 'dispense', 'reviews'] as const) {
      await go(page, `#/${module}`)
      await expect(shell.main.getByText(notHere).first()).toBeVisible()
      await expect(shell.main.getByText(nothing)).toHaveCount(0)
      await expectGoodLooks(page, language, `first-sync-${module}`)
    }
    // Nobody is here yet: neither the head nor the find box says that nobody is to be found.
    await answerInstead(page, 'patients.search', (answered) => ('onThisPc' in answered ? { hits: [], total: 0, onThisPc: 0 } : {}))
    for (const query of ['', 'zzq']) {
      await go(page, '#/patients')
      await page.getByRole('combobox').first().fill(query)
      await page.waitForTimeout(600)
      if (query !== '') await expect(shell.main.getByText(nobodyYet)).toBeVisible()
      await expect(page.getByText(zero)).toHaveCount(0)
      await expectGoodLooks(page, language, `first-sync-patients${query === '' ? '' : '-found'}`)
    }
    await go(page, '#/followUps')
    await expect(page.getByText(late).first()).toBeVisible()
    await expect(shell.main.getByText(nothing)).toHaveCount(0)
    await expectGoodLooks(page, language, 'first-sync-follow-ups')
  })

  test(`SYNC-15 where the line is gone in the midst of a first sync, or was never there, it is said with the way by stick, in ${language}`, async ({ page, demo }) => {
    const stoppedSince = daysAgo(0.05)
    for (const [name, pulling] of [['first-sync-stopped', { documents: 140, ofDocuments: 2067, bytes: 40_000, ofBytes: 700_000, secondsLeft: null, stoppedSince }], ['first-sync-not-begun', { documents: 0, stoppedSince }]] as const) {
      await inFirstSync(page, pulling)
      await openIn(page, demo.clinic(clinic).url, language)
      await go(page, '#/today')
      const shell = new Shell(page)
      await expect(page.locator('.linestate').getByText(gone)).toBeInViewport({ ratio: 1 })
      await expect(shell.main.getByText(gone)).toBeInViewport({ ratio: 1 })
      await expect(page.getByText(timeLeft)).toHaveCount(0)
      await expect(page.getByText(nothing)).toHaveCount(0)
      await expectGoodLooks(page, language, `${name}-today`)
      await shell.main.getByRole('button', { name: stick }).click()
      await expect(shell.main.getByRole('button', { name: makeFile })).toBeInViewport({ ratio: 1 })
      await expectGoodLooks(page, language, `${name}-stick`)
      await go(page, '#/today')
      await page.locator('.linestate').getByRole('button', { name: gone }).click()
      await expect(shell.main.getByRole('button', { name: makeFile })).toBeInViewport({ ratio: 1 })
      await page.unrouteAll({ behavior: 'ignoreErrors' })
    }
  })

  test(`ATT-1 while an attachment waits for the line, no page says that the county has everything, in ${language}`, async ({ page, demo }) => {
    await answerInstead(page, 'line.', () => ({ attachmentsWaiting: 1, waiting: { count: 0, oldestAt: null, byAction: {} } }))
    await openIn(page, demo.clinic(clinic).url, language)
    for (const [hash, part] of [['#/today', '.out'], ['#/settings', '.stickfields']] as const) {
      await go(page, hash)
      await expect(page.locator('.linestate').getByText(attachment)).toBeVisible()
      await expect(page.locator(part).getByText(attachment)).toBeVisible()
      await expect(page.getByText(hasAll)).toHaveCount(0)
      await page.locator(part).scrollIntoViewIfNeeded()
      await expectGoodLooks(page, language, `attachment-waits-${hash.slice(2)}`)
    }
  })

  test(`LINE-23 what waits for a day, and a stick that is not there, stand where nobody has to scroll for them, in ${language}`, async ({ page, demo }) => {
    await answerInstead(page, 'line.', (answered) => ('oldestAt' in answered ? { count: 12, oldestAt: daysAgo(3), byAction: { 'encounters.sign': 4 } } : {}))
    await openIn(page, demo.clinic(clinic).url, language)
    await go(page, '#/today')
    const shell = new Shell(page)
    await expect(shell.main.getByRole('button', { name: stick })).toBeInViewport({ ratio: 1 })
    await expect(shell.main.getByRole('button', { name: send })).toBeInViewport({ ratio: 1 })
    await expectGoodLooks(page, language, 'stick-offered-today')
    await page.route('**/trpc/**', async (route) => {
      if (!route.request().url().includes('parcels.folder')) return route.fallback()
      const response = await route.fetch()
      const asked = new URL(route.request().url()).pathname.split('/').at(-1)?.split(',') ?? []
      const answers = (await response.json()) as readonly unknown[]
      const folder = { result: { data: { folder: '/media/usb', trouble: 'missing', writtenAt: null, lastRead: null, refused: [] } } }
      await route.fulfill({ response, json: changed(answers.map((answer, at) => (asked[at] === 'parcels.folder' ? folder : answer)), (value) => ('oldestAt' in value ? { count: 12, oldestAt: daysAgo(3), byAction: { 'encounters.sign': 4 } } : {})) })
    })
    await page.reload()
    await expect(shell.main.getByText(back)).toBeInViewport({ ratio: 1 })
    await expect(shell.main.getByRole('button', { name: send })).toBeInViewport({ ratio: 1 })
    await expectGoodLooks(page, language, 'stick-missing-today')
  })
}
