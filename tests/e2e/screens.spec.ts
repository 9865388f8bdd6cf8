/** Every screen of the clinic in both languages at 1366x768: a picture in test-results/looks, words, room, accessibility. */
import type { BrowserContext, Page } from '@playwright/test'
import { test, expect } from './demo.ts'
import { Chart } from './pages/chart.ts'
import type { Language } from './pages/looks.ts'
import { expectGoodLooks, listenToComplaints } from './pages/looks.ts'
import { Patients } from './pages/patients.ts'
import { pressF8, Shell } from './pages/shell.ts'
import { Stock } from './pages/stock.ts'
import { UnlockPage } from './pages/unlock.ts'
import { Visit } from './pages/visit.ts'

test.describe.configure({ mode: 'serial', timeout: 240_000 })

const clinic = 'qingshiping'
const doctor = '吴明礼'
const drug = '维生素B6片'
const patient = {
  name: '龙好看', birthDate: '1957-03-02', sex: '男', phone: '13800009001', village: '青石坪', group: '二组',
  allergies: [{ class: '青霉素类', substance: '青霉素', reaction: '喉头水肿', severity: '严重' }],
} as const

/** Addresses of what was made once for all pictures. */
const made = { chart: '', visit: '', dispense: '', slip: '' }

/** A resident with a signed prescription that waits, another visit half written, and a phone in review. */
test('there is something to look at', async ({ browser, demo }) => {
  const [page, township] = [await browser.newPage(), await browser.newPage()]
  await demo.unlock(page, clinic, doctor)
  await demo.unlock(township, 'yunling', '石国华')
  const [patients, visit, shell] = [new Patients(page), new Visit(page), new Shell(page)]
  await new Stock(page).receive({ drug, lot: 'LK1', expiry: '2028-01', packs: '1', cost: '5' })
  await patients.register(patient)
  made.chart = hashOf(page)

  await visit.begin()
  await visit.field('主诉').fill('手足麻木 1 周')
  await visit.writeVitals({ 体温: '36.6', 脉搏: '76', 呼吸: '18', 血压: '152/86', 血氧: '97', 体重: '61' })
  await visit.diagnose('2型糖尿病', /2型糖尿病/)
  await visit.prescribe('wssb6', { drug, dose: '20', frequency: '每日 3 次', days: '7' })
  await visit.signAndDispense()
  made.dispense = hashOf(page)
  made.slip = made.dispense.replace('dispense', 'slip')

  await patients.open(patient.name, patient.name)
  await visit.begin()
  await visit.field('主诉').fill('咳嗽、咳黄痰 3 天')
  await visit.writeVitals({ 体温: '38.4', 脉搏: '700', 血压: '182/112' })
  await visit.diagnose('jxzqgy', /^J20\.900/)
  await visit.addDrug('amxl', /^阿莫西林胶囊/)
  await visit.write({ drug: '阿莫西林胶囊', dose: '0.5', frequency: '每日 3 次', days: '5' })
  await expect(visit.alert('患者对青霉素过敏')).toBeVisible()
  made.visit = hashOf(page)

  await new Patients(township).find(patient.name)
  await expect(new Patients(township).hit(patient.name)).toBeVisible({ timeout: 40_000 })
  await demo.cutLine(clinic)
  for (const [side, phone] of [[page, '13800009002'], [township, '13800009003']] as const) {
    await new Patients(side).open(patient.name, patient.name)
    await new Chart(side).changePhone(phone)
  }
  await demo.waitUntilQuiet('yunling')
  await demo.restoreLine(clinic)
  await demo.waitUntilQuiet(clinic)
  await shell.go('核对')
  await expect(shell.main.getByText('138 0000 9002').first()).toBeVisible()
  await page.close()
  await township.close()
})

for (const language of ['zh', 'en'] as const) {
  test(`the clinic's screens in ${language}`, async ({ browser, demo }) => {
    const page = await openIn(await browser.newContext(), language)
    await page.goto(demo.clinic(clinic).url)
    await new UnlockPage(page).lock()
    const complaints = listenToComplaints(page)
    await look('unlock')
    const unlock = new UnlockPage(page)
    await unlock.as(doctor, '000000')
    await expect(unlock.hint).toBeVisible()
    await look('unlock-wrong')
    await expect(page.locator('input:not([readonly])')).toBeVisible({ timeout: 20_000 })
    await unlock.type(demo.pin(clinic, doctor))
    await unlock.expectOpen(doctor)

    await open('#/today', 'today')
    if (language === 'en') expect(await widthInEm(page, '’'), 'an apostrophe in English').toBeLessThan(0.5)
    await page.keyboard.press('F1')
    await look('help')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await page.keyboard.press('F7')
    await expect(page.getByRole('dialog')).toBeVisible()
    await look('queue')
    await page.keyboard.press('Escape')
    await open('#/patients', 'patients')
    await page.keyboard.press('F2')
    await page.keyboard.type('yang')
    await expect(page.getByRole('row').nth(3)).toBeVisible()
    await look('patients-found')
    await open('#/register', 'register')
    await pressF8(page)
    await expect(page.locator('[aria-invalid=true]').first()).toBeVisible()
    await expectNewAllergyInOrder(page)
    await look('register-wrong')
    await open(made.chart, 'chart')
    for (const [at, tab] of ['visits', 'medications', 'elsewhere', 'changes'].entries()) {
      await page.getByRole('tab').nth(at + 1).click()
      await look(`chart-${tab}`)
    }
    await open(made.visit, 'visit')
    if (language === 'en') await expect(page.getByRole('button', { name: /^Remove [^\p{Script=Han}]+$/u }).first()).toBeAttached()
    await page.locator('.rx tbody input').first().focus()
    if (language === 'en') expect(await underRowButtons(page), 'text under the buttons of a row').toEqual([])
    await look('visit-row')
    await open(made.dispense, 'dispense')
    await open('#/dispense', 'dispense-queue')
    await open(made.slip, 'slip')
    await open('#/stock', 'stock')
    await page.keyboard.press('F3')
    await pressF8(page)
    await look('stock-receive')
    await page.keyboard.press('Escape')
    await page.keyboard.press('F9')
    await expect(page.getByRole('main').getByRole('textbox').nth(3)).toBeVisible()
    await page.keyboard.press('F4')
    await page.keyboard.type('wssb6')
    await page.keyboard.press('Enter')
    await expect(page.locator('.foundrow').getByRole('textbox').first()).toBeFocused()
    await page.locator('.foundrow').getByRole('textbox').nth(1).fill('2100-01')
    await page.keyboard.press('Tab')
    await expect(page.locator('.foundwrong')).toContainText(language === 'zh' ? '太远' : 'too far ahead')
    await expect(page.locator('.foundwrong')).toBeInViewport({ ratio: 0.9 })
    await look('stock-count')
    await open('#/followUps', 'follow-ups')
    await open('#/reviews', 'reviews')
    await open('#/settings', 'settings')
    expect(complaints).toEqual([])
    await new UnlockPage(page).lock()
    await page.context().close()

    async function open(hash: string, name: string): Promise<void> {
      await page.evaluate((to) => { location.hash = to }, hash)
      // The page before it has gone, and this one has what it shows.
      await page.waitForTimeout(150)
      await expect.poll(async () => page.evaluate(() => document.querySelectorAll('main h1, main h2').length), { message: name }).toBeGreaterThan(0)
      await look(name)
    }
    async function look(name: string): Promise<void> {
      await page.waitForTimeout(300)
      await expectGoodLooks(page, language, name)
    }
  })
}

/** An allergy that is added among mistakes has none yet; its fields stand in a line, and its severity can be read. */
async function expectNewAllergyInOrder(page: Page): Promise<void> {
  await page.locator('.answerfield select').selectOption('some')
  const fields = page.locator('.entry .in')
  await expect(fields).toHaveCount(5)
  await expect(page.locator('.entry .is-bad')).toHaveCount(0)
  await page.locator('.entry input').first().focus()
  await page.keyboard.press('Tab')
  await expect(page.locator('.entry .is-bad')).toHaveCount(1)
  const tops = await fields.evaluateAll((boxes) => boxes.map((box) => Math.round(box.getBoundingClientRect().top)))
  expect(new Set(tops).size, `fields of an allergy at ${tops.join(', ')}`).toBe(1)
  expect(await page.locator('.entry select').last().evaluate((select: HTMLSelectElement) => {
    const words = document.body.appendChild(Object.assign(document.createElement('span'), { textContent: select.selectedOptions[0]?.textContent ?? '' }))
    words.style.font = getComputedStyle(select).font
    const style = getComputedStyle(select)
    const room = select.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight) - words.getBoundingClientRect().width
    words.remove()
    return room
  }), 'room for the severity').toBeGreaterThanOrEqual(0)
}

/** Lines of a drug's words that run under the buttons shown in its row. */
const underRowButtons = async (page: Page): Promise<readonly string[]> => page.evaluate(() => [...document.querySelectorAll('.rx td.drug')].flatMap((cell) => {
  const buttons = cell.querySelector('.rowacts')?.getBoundingClientRect()
  const words = document.createRange()
  words.setStart(cell, 0)
  words.setEndBefore(cell.querySelector('.rowacts') ?? cell)
  const end = cell.querySelector('.what')?.getBoundingClientRect().bottom ?? Infinity
  return [...words.getClientRects()].filter((line) => buttons !== undefined && line.right > buttons.left && line.top < Math.min(buttons.bottom, end)).map((line) => `${Math.round(line.right)} px`)
}))

/** How wide a text is drawn in the font of the page. */
const widthInEm = async (page: Page, text: string): Promise<number> => page.evaluate((drawn) => {
  const span = document.body.appendChild(document.createElement('span'))
  span.textContent = drawn
  const width = span.getBoundingClientRect().width / Number.parseFloat(getComputedStyle(span).fontSize)
  span.remove()
  return width
}, text)

const hashOf = (page: Page): string => new URL(page.url()).hash

async function openIn(context: BrowserContext, language: Language): Promise<Page> {
  await context.addInitScript((chosen) => { localStorage.setItem('lianyi.language', JSON.stringify({ state: { language: chosen }, version: 0 })) }, language)
  return context.newPage()
}
