/**
 * Two clinics, one patient, no line: a village PC, and the township PC of the visiting physician, who gives out from the
 * village's shelf. What each did alone is held by the county and by both when the lines are back.
 */
import type { Page } from '@playwright/test'
import type { Dumped } from './demo/commandLine.ts'
import type { Demo } from './demo.ts'
import { test, expect } from './demo.ts'
import { Chart } from './pages/chart.ts'
import { Console } from './pages/console.ts'
import { Dispense } from './pages/dispense.ts'
import { Patients } from './pages/patients.ts'
import { Reviews } from './pages/reviews.ts'
import { pressF8, Shell } from './pages/shell.ts'
import { Stock } from './pages/stock.ts'
import { Visit } from './pages/visit.ts'

test.describe.configure({ mode: 'serial', timeout: 120_000 })

const patient = { name: '冉两边', birthDate: '1961-03-05', sex: '女', phone: '13800001111', village: '青石坪' } as const
const phones = { village: '13800002222', township: '13800003333', shown: { village: '138 0000 2222', township: '138 0000 3333' } } as const
const allergies = {
  village: { class: '磺胺类', substance: '复方新诺明', reaction: '皮疹', severity: '轻' },
  township: { class: '青霉素类', substance: '青霉素', reaction: '休克', severity: '严重' },
} as const
const drug = '倍他司汀片'
const lot = 'SH2801'

let village: Page
let township: Page
test.beforeAll(async ({ browser, demo }) => {
  village = await browser.newPage()
  township = await browser.newPage()
  await demo.unlock(village, 'qingshiping', '吴明礼')
  await demo.unlock(township, 'yunling', '石国华')
})
test.afterAll(async ({ demo }) => {
  await demo.restoreLine('qingshiping')
  await demo.restoreLine('yunling')
  await village.close()
  await township.close()
})

/** Writes a visit and gives out 21 tablets from the village's only lot of 30. */
async function treat(page: Page, owner: string | null): Promise<void> {
  const [visit, dispense] = [new Visit(page), new Dispense(page)]
  await new Patients(page).open(patient.name, patient.name)
  await visit.begin()
  await visit.field('主诉').fill('头晕 2 天')
  await visit.diagnose('xy', /眩晕/)
  await visit.prescribe('btst', { drug, dose: '6', frequency: '每日 3 次', days: '7' })
  await expect(visit.cell(drug, '数量')).toHaveValue('21')
  await visit.signAndDispense()
  if (owner !== null) await dispense.main.getByRole('combobox', { name: '从谁的库存发' }).selectOption({ label: owner })
  await expect(dispense.quantity(drug, lot)).toHaveValue('21')
  await dispense.giveOut()
}

async function expectBalance(page: Page, owner: string | null, words: string): Promise<void> {
  const stock = new Stock(page)
  await stock.open()
  if (owner !== null) await stock.main.getByRole('combobox', { name: '谁的库存' }).selectOption({ label: owner })
  await stock.search(drug)
  await expect(stock.row(lot)).toContainText(words)
}

const patientIn = (documents: readonly Dumped[]): Dumped => {
  const found = documents.find(({ kind, body }) => kind === 'patient' && (body['identity'] as { readonly name: string }).name === patient.name)
  if (found === undefined) throw new Error('the patient is not there')
  return found
}

const balanceIn = (documents: readonly Dumped[]): number =>
  documents
    .filter(({ kind, body }) => kind === 'stockMove' && (body['lot'] as { readonly lotNumber: string }).lotNumber === lot)
    .reduce((sum, { body }) => sum + (body['quantity'] as number), 0)

const everywhere = async (demo: Demo): Promise<readonly (readonly Dumped[])[]> => Promise.all([demo.dumpClinic('qingshiping'), demo.dumpClinic('yunling'), demo.dumpCounty()])

test('with a line, what the village registers and receives is at the township in a moment', async () => {
  await new Patients(village).register(patient)
  await new Stock(village).receive({ drug, lot, expiry: '2028-01', packs: '1', cost: '8.00' })
  await expect(new Shell(village).line).toContainText('县里已全部收到', { timeout: 40_000 })
  const patients = new Patients(township)
  await patients.find(patient.name)
  await expect(patients.hit(patient.name)).toBeVisible({ timeout: 40_000 })
  await expectBalance(township, '青石坪村卫生室', '1 盒')
})

test('both lines are cut, and both go on: another phone, another allergy, the same lot', async ({ demo }) => {
  await demo.cutLine('qingshiping')
  await demo.cutLine('yunling')
  for (const [page, side] of [[village, 'village'], [township, 'township']] as const) {
    const chart = new Chart(page)
    await new Patients(page).open(patient.name, patient.name)
    await chart.changePhone(phones[side])
    await chart.addAllergy(allergies[side])
    await expect(chart.banner).toContainText(allergies[side].substance)
    await treat(page, side === 'township' ? '青石坪村卫生室' : null)
    await expect(chart.line).toContainText('全部已保存')
    await expect(chart.line).toContainText(/\d 条等待上传/)
  }
})

test('each knows only its own: one of the allergies, one of the phones, nine tablets left', async () => {
  for (const [page, mine, other] of [[village, 'village', 'township'], [township, 'township', 'village']] as const) {
    const chart = new Chart(page)
    await new Patients(page).open(patient.name, patient.name)
    await expect(chart.banner).not.toContainText(allergies[other].substance)
    await expect(chart.fact('电话')).toHaveText(phones.shown[mine])
    await expectBalance(page, mine === 'township' ? '青石坪村卫生室' : null, '9 片')
  }
})

test('the lines are back, the village first: nothing waits, and all hold the same, document by document', async ({ demo }) => {
  await demo.restoreLine('qingshiping')
  await demo.waitUntilQuiet('qingshiping')
  await demo.restoreLine('yunling')
  await demo.waitUntilQuiet('yunling')
  await demo.expectSameEverywhere()
})

test('both show both allergies and one phone; the other phone is in review', async ({ demo }) => {
  for (const page of [village, township]) {
    const chart = new Chart(page)
    await new Patients(page).open(patient.name, patient.name)
    await expect(chart.banner).toContainText(allergies.village.substance)
    await expect(chart.banner).toContainText(allergies.township.substance)
    await expect(chart.fact('电话')).toHaveText(phones.shown.village)
  }
  for (const documents of await everywhere(demo)) {
    const { id, body } = patientIn(documents)
    expect(body['phone']).toBe(phones.village)
    const reviews = documents.filter(({ kind, body: review }) => kind === 'review' && (review['about'] as { readonly id: string; readonly unit: string }).id === id)
    expect(reviews.map(({ body: review }) => ({ unit: (review['about'] as { readonly unit: string }).unit, losing: (review['losing'] as { readonly value: unknown }).value }))).toEqual([
      { unit: 'phone', losing: phones.township },
    ])
  }
})

test('the lot is below zero everywhere, and flagged', async ({ demo }) => {
  for (const documents of await everywhere(demo)) {
    expect(balanceIn(documents)).toBe(30 - 21 - 21)
    const flags = documents.filter(({ kind, body }) => kind === 'review' && body['reason'] === 'negativeBalance')
    expect(flags.filter(({ body }) => JSON.stringify(body).includes(lot))).toHaveLength(1)
  }
  await expectBalance(village, null, '-12 片')
  await expectBalance(township, '青石坪村卫生室', '-12 片')
  await expect(new Stock(village).row(lot)).toContainText('账面为负，请盘点')
})

test('the village changes the number once more; the township sees what is in use now, and takes the other one; all see it settled', async ({ demo }) => {
  const reviews = new Reviews(township)
  await reviews.open()
  await reviews.item(patient.name).filter({ hasText: '联系电话' }).click()
  await expect(reviews.choice(new RegExp(phones.shown.village))).toBeVisible()
  await new Patients(village).open(patient.name, patient.name)
  await new Chart(village).changePhone('13800004444')
  // It comes under the hands of who is looking: the first press is refused, with the value that is in use now.
  await expect(reviews.choice(/138 0000 4444/)).toBeVisible({ timeout: 40_000 })
  await reviews.main.getByLabel('因何').fill('问过本人')
  await pressF8(township)
  await expect(reviews.main.getByRole('alert')).toContainText('您看的时候，这一项又改过')
  await expect(reviews.main).toContainText(`冲突时用的是 ${phones.shown.village}`)
  await expect(reviews.main).toContainText(phones.shown.township)
  await expect(reviews.main).toContainText('改之前是')
  await reviews.choice(new RegExp(phones.shown.township)).check()
  await reviews.main.getByLabel('因何').fill('问过本人')
  await pressF8(township)
  await reviews.expectToast('已核对，存在本机')

  await demo.waitUntilQuiet('yunling')
  await demo.expectSameEverywhere()
  const chart = new Chart(village)
  await new Patients(village).open(patient.name, patient.name)
  await expect(chart.fact('电话')).toHaveText(phones.shown.township)
  for (const documents of await everywhere(demo)) {
    const { id, body } = patientIn(documents)
    expect(body['phone']).toBe(phones.township)
    const [review] = documents.filter(({ kind, body: about }) => kind === 'review' && (about['about'] as { readonly id: string }).id === id)
    expect(review?.body['resolution']).toMatchObject({ choice: 'useLosing', saw: phones.township })
  }
})

test('the alert leads to the shelf; a count puts the lot right on both sides', async ({ demo }) => {
  const [reviews, stock] = [new Reviews(village), new Stock(village)]
  await reviews.open()
  await reviews.item(drug).click()
  await expect(reviews.main).toContainText('两边各自发药，合起来超过了库存')
  for (const words of ['合起来-12 片', /谁\S+ (乡村医生|护士|药师|执业医师)/]) await expect(reviews.main.locator('.facts')).toContainText(words)
  await reviews.main.getByRole('button', { name: /盘点这一种/ }).click()
  await stock.counted(drug, lot).fill('0')
  await pressF8(village)
  await stock.expectToast(/已存盘点/)
  await demo.waitUntilQuiet('qingshiping')
  await demo.expectSameEverywhere()
  for (const documents of await everywhere(demo)) {
    expect(balanceIn(documents)).toBe(0)
    const alerts = documents.filter(({ kind, body }) => kind === 'review' && body['reason'] === 'negativeBalance')
    expect(alerts.map(({ body }) => body['resolution'])).toMatchObject([{ choice: 'seen', reason: '盘点实数 0' }])
  }
})

test('the console shows when each was last heard, and the patient read-only with the origin of each entry', async ({ browser, demo }) => {
  const page = await browser.newPage()
  const county = new Console(page)
  const [office] = demo.file.county.users
  await county.logIn(demo.file.county.url, office?.name ?? '')
  await county.openOrganisations()
  for (const clinic of ['青石坪村卫生室', '云岭镇卫生院']) await expect(county.row(new RegExp(clinic))).toContainText(/刚刚|分钟前/)
  await expect(county.row(/大湾村卫生室/)).not.toContainText(/刚刚|分钟前/)

  await county.openPatient(patient.name)
  await expect(county.banner).toContainText(allergies.village.substance)
  await expect(county.banner).toContainText(allergies.township.substance)
  await expect(page.getByText('只读').first()).toBeVisible()
  await county.row(/复方新诺明/).click()
  for (const words of ['吴明礼', '青石坪村卫生室', '1 号电脑']) await expect(county.origin).toContainText(words)
  await county.row(/青霉素/).click()
  for (const words of ['石国华', '云岭镇卫生院', '登记室电脑']) await expect(county.origin).toContainText(words)
  await page.close()
})
