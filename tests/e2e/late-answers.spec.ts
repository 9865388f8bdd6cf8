/** Enter before the answer: it waits for what was typed, and never takes a line of the list before. */
import type { Page } from '@playwright/test'
import { anIdentityNumber } from '@lianyi/tests/builders/aPatient'
import { test, expect } from './demo.ts'
import { Patients } from './pages/patients.ts'
import { Stock } from './pages/stock.ts'
import { Visit } from './pages/visit.ts'

test.describe.configure({ mode: 'serial' })

const doctor = '吴明礼'
const [first, second] = [
  { name: '丁早来', identityNumber: anIdentityNumber('1961-03-05', 'male', 611), village: '青石坪' },
  { name: '丁晚到', identityNumber: anIdentityNumber('1972-11-23', 'female', 352), village: '青石坪' },
]

let page: Page
test.beforeAll(async ({ browser, demo }) => {
  page = await browser.newPage()
  await demo.unlock(page, 'qingshiping', doctor)
  const patients = new Patients(page)
  await patients.register(first)
  await patients.register(second)
})
test.afterAll(async () => { await page.close() })

/** Types and presses keys while the host's answers to this question are held back; then lets them come. */
async function beforeTheAnswer(question: string, type: () => Promise<void>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const asked = page.waitForRequest((request) => request.url().includes(question))
  await page.route(`**/trpc/*${question}*`, async (route) => { await promise; await route.continue() })
  await type()
  await asked
  resolve(undefined)
  await page.unrouteAll({ behavior: 'wait' })
}

test('an identity number and Enter open the record of that number, however late the answer', async () => {
  const patients = new Patients(page)
  await patients.find(first.name)
  await expect(patients.hit(first.name)).toHaveCount(1)
  await beforeTheAnswer('patients.search', async () => {
    await page.keyboard.press('Control+A')
    await page.keyboard.type(second.identityNumber)
    await page.keyboard.press('Enter')
    await expect(patients.action('打开')).toBeDisabled()
  })
  await expect(patients.banner.getByRole('heading', { name: second.name })).toBeVisible()
})

test('a number that nobody has opens nobody, and that is said', async () => {
  const patients = new Patients(page)
  await patients.find(first.name)
  await expect(patients.hit(first.name)).toHaveCount(1)
  await beforeTheAnswer('patients.search', async () => {
    await page.keyboard.press('Control+A')
    await page.keyboard.type(anIdentityNumber('1935-01-01', 'male', 997))
    await page.keyboard.press('Enter')
  })
  await expect(patients.main.getByText(/没有叫/).first()).toBeVisible()
  await expect(patients.banner).toHaveCount(0)
})

test('a diagnosis typed quickly is the one that was typed', async () => {
  const [patients, visit] = [new Patients(page), new Visit(page)]
  await patients.open(second.identityNumber, second.name)
  await visit.begin()
  await visit.field('诊断').fill('jxzqgy')
  await expect(page.getByRole('option', { name: /J20\.900/ })).toBeVisible()
  await beforeTheAnswer('catalogue.diagnoses', async () => {
    await visit.field('诊断').fill('I10.x00')
    await page.keyboard.press('Enter')
  })
  await expect(visit.main.getByText(/1 I10\.x00/)).toBeVisible()
  await expect(visit.main.getByText('J20.900')).toHaveCount(0)
})

test('where nothing is found, an Enter from before keeps no text: the line for it waits to be chosen', async () => {
  const visit = new Visit(page)
  await beforeTheAnswer('catalogue.diagnoses', async () => {
    await visit.field('诊断').fill('qqqq')
    await page.keyboard.press('Enter')
  })
  await expect(page.getByRole('option', { name: /qqqq/ })).toHaveAttribute('aria-selected', 'true')
  await expect(visit.main.getByRole('button', { name: '删除 qqqq' })).toHaveCount(0)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
})

test('the list of drugs leaves the foot of the page in sight, also where the window is high enough for both', async () => {
  const visit = new Visit(page)
  await page.keyboard.press('F4')
  await visit.main.getByRole('combobox', { name: '加药：药名、首字母' }).fill('a')
  await expect(page.locator('.pop').getByRole('option')).toHaveCount(10)
  for (const height of [900, 840, 820, 800, 780, 768]) {
    await page.setViewportSize({ width: 1366, height })
    const ends = async () => {
      const [list, foot] = [await page.locator('.pop').boundingBox(), await page.locator('footer.actions').boundingBox()]
      return (list?.y ?? 0) + (list?.height ?? 0) - (foot?.y ?? 0)
    }
    await expect.poll(ends, { message: `${height} px`, timeout: 5_000 }).toBeLessThanOrEqual(0)
  }
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
})

test('a drug typed quickly is the one that was typed, and arrows choose in its list', async () => {
  const visit = new Visit(page)
  const picker = visit.main.getByRole('combobox', { name: '加药：药名、首字母' })
  await page.keyboard.press('F4')
  await picker.fill('amxl')
  await expect(page.getByRole('option', { name: /^阿莫西林胶囊/ })).toBeVisible()
  await beforeTheAnswer('catalogue.drugs', async () => {
    await picker.fill('blf')
    await page.keyboard.press('Enter')
  })
  await expect(visit.main.getByLabel(/^布洛芬.* 单次$/)).toHaveCount(1)
  await expect(visit.main.getByLabel(/^阿莫西林.* 单次$/)).toHaveCount(0)

  await page.keyboard.press('F4')
  await picker.fill('amxl')
  const options = page.getByRole('option', { name: /^阿莫西林/ })
  await expect(options).toHaveCount(2)
  const isPlainFirst = (await options.first().innerText()).startsWith('阿莫西林胶囊')
  await picker.fill('blf')
  await expect(page.getByRole('option', { name: /^布洛芬/ }).first()).toBeVisible()
  await beforeTheAnswer('catalogue.drugs', async () => {
    await picker.fill('amxl ')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
  })
  await expect(visit.cell(isPlainFirst ? '阿莫西林克拉维酸钾片' : '阿莫西林胶囊', '单次')).toHaveCount(1)
})

test('no drug of that name: said, and nothing prescribed', async () => {
  const visit = new Visit(page)
  const rows = await visit.main.getByLabel(/ 单次$/).count()
  await page.keyboard.press('F4')
  await visit.main.getByRole('combobox', { name: '加药：药名、首字母' }).fill('amxl')
  await beforeTheAnswer('catalogue.drugs', async () => {
    await visit.main.getByRole('combobox', { name: '加药：药名、首字母' }).fill('qqqq')
    await page.keyboard.press('Enter')
  })
  await expect(page.getByText('目录里没有这个药').first()).toBeVisible()
  await expect(visit.main.getByLabel(/ 单次$/)).toHaveCount(rows)
})

test('rows that an answer puts in another order, or takes away, leave focus and choice on one row', async () => {
  const stock = new Stock(page)
  await stock.open()
  const chosen = stock.main.locator('tr[aria-selected="true"]')
  await expect(chosen).toBeFocused()
  const drug = await chosen.locator('.drugname').innerText()
  const comeBack = async (change: (rows: unknown[]) => unknown[]) => {
    await page.keyboard.press('Alt+1')
    await expect(stock.main.getByRole('heading', { name: '库存', level: 1 })).toHaveCount(0)
    await page.route('**/trpc/*stock.view*', async (route) => {
      const response = await route.fetch()
      const body = JSON.stringify(await response.json(), (key, value: unknown) => (key === 'rows' && Array.isArray(value) ? change(value) : value))
      await route.fulfill({ response, body })
    })
    const answered = page.waitForResponse((response) => response.url().includes('stock.view'))
    await page.keyboard.press('Alt+5')
    await answered
  }
  await comeBack((rows) => rows.toReversed())
  await expect(stock.main.locator('tr[aria-selected]').last()).toContainText(drug.split(' ')[0] ?? drug)
  await expect(chosen.locator('.drugname')).toHaveText(drug)
  await expect(chosen).toBeFocused()
  await page.unrouteAll({ behavior: 'wait' })

  await comeBack((rows) => rows.slice(0, -1))
  // The row that had the focus is gone: the first of those that stay has it.
  await expect(chosen.locator('.drugname')).toHaveText(drug)
  await expect(chosen).toBeFocused()
  await page.unrouteAll({ behavior: 'wait' })
})
