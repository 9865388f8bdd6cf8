/** What a post does not allow is neither offered nor asked for: the pages of those who look, in both languages; pictures in test-results/looks. */
import type { Page } from '@playwright/test'
import { test, expect } from './demo.ts'
import { expectGoodLooks } from './pages/looks.ts'
import { Patients } from './pages/patients.ts'
import { Shell } from './pages/shell.ts'
import { Stock } from './pages/stock.ts'
import { UnlockPage } from './pages/unlock.ts'
import { Visit } from './pages/visit.ts'

test.describe.configure({ mode: 'serial', timeout: 240_000 })

const clinic = 'qingshiping'
const drug = '维生素B6片'
const patient = { name: '龙只看', birthDate: '1957-03-02', sex: '男', phone: '13800009101', village: '青石坪' } as const
const hashOf = (page: Page): string => new URL(page.url()).hash

test('PERM-5 AUDIT-6 who does not write visits, dispense or keep the stock reads them, and nothing is refused', async ({ page, demo }) => {
  const [patients, visit, shell] = [new Patients(page), new Visit(page), new Shell(page)]
  await demo.unlock(page, clinic, '吴明礼')
  await new Stock(page).receive({ drug, lot: 'PK1', expiry: '2028-01', packs: '1', cost: '5' })
  await patients.register(patient)
  await visit.begin()
  await visit.field('主诉').fill('手足麻木 1 周')
  await visit.writeVitals({ 体温: '36.6', 脉搏: '76', 呼吸: '18', 血压: '132/86' })
  await visit.diagnose('2型糖尿病', /2型糖尿病/)
  await visit.prescribe('wssb6', { drug, dose: '20', frequency: '每日 3 次', days: '7' })
  const signed = hashOf(page)
  await visit.signAndDispense()
  const dispense = hashOf(page)
  await patients.open(patient.name, patient.name)
  await visit.begin()
  await visit.field('主诉').fill('咳嗽 3 天')
  await page.keyboard.press('Control+S')
  await expect(shell.foot).toContainText('已存本机')
  const draft = hashOf(page)
  await new UnlockPage(page).lock()

  // Keeps the stock; and the head, who does not keep it either.
  for (const [name, keepsStock] of [['杨再军', true], ['覃世昌', false]] as const) {
    await new UnlockPage(page).as(name, demo.pin(clinic, name))
    await new UnlockPage(page).expectOpen(name)
    for (const language of ['en', 'zh'] as const) {
      await page.evaluate((chosen) => { localStorage.setItem('lianyi.language', JSON.stringify({ state: { language: chosen }, version: 0 })) }, language)
      const open = async (hash: string) => {
        await page.evaluate((to) => { location.hash = to }, hash)
        await page.reload()
      }
      const looks = async (what: string) => { if (!keepsStock) await expectGoodLooks(page, language, `head-${what}`) }
      await open('#/today')
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(language === 'zh' ? '今日' : 'Today')
      await open(draft)
      await expect(shell.foot).toContainText(language === 'zh' ? '您的岗位不写就诊记录' : 'Your post does not write visits')
      await expect(page.getByRole('textbox', { name: language === 'zh' ? '主诉' : 'Complaint' })).not.toBeEditable()
      await expect(page.getByRole('button', { name: /F8/ })).toHaveCount(0)
      await looks('visit-draft')
      await open(signed)
      await expect(page.getByText(patient.name).first()).toBeVisible()
      await expect(page.getByRole('button', { name: language === 'zh' ? /^停/ : /^Stop/ })).toHaveCount(0)
      await open(dispense)
      await expect(page.getByText(language === 'zh' ? '您的岗位不发药' : 'Your post does not dispense')).toBeVisible()
      await expect(page.getByRole('textbox', { name: new RegExp(drug) })).toHaveCount(0)
      await expect(page.getByRole('button', { name: /F6/ })).toHaveCount(0)
      await looks('dispense')
      await open('#/stock')
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(language === 'zh' ? '库存' : 'Stock')
      await expect(page.getByRole('button', { name: /F3/ })).toHaveCount(keepsStock ? 1 : 0)
      await looks('stock')
      for (const hash of ['#/patients', '#/followUps', '#/reviews', '#/settings']) {
        await open(hash)
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      }
    }
    await new UnlockPage(page).lock()
  }
  // What was typed in the last moment before a lock waits for whom it is: whoever comes between saves nothing of it.
  await new UnlockPage(page).as('吴明礼', demo.pin(clinic, '吴明礼'))
  await page.evaluate((to) => { location.hash = to }, draft)
  await visit.field('主诉').fill('咳嗽 4 天')
  await new UnlockPage(page).lock()
  await new UnlockPage(page).as('杨再军', demo.pin(clinic, '杨再军'))
  await expect(shell.foot).toContainText('您的岗位不写就诊记录')
  await page.evaluate(() => { location.hash = '#/today' })
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('今日')
  await new UnlockPage(page).lock()
  await new UnlockPage(page).as('吴明礼', demo.pin(clinic, '吴明礼'))
  await page.evaluate((to) => { location.hash = to }, draft)
  await expect(visit.field('主诉')).toHaveValue('咳嗽 4 天')
  await expect(shell.foot).toContainText('已存本机')
  await demo.waitUntilQuiet(clinic)
  const told = (await demo.dumpCounty()).filter(({ kind }) => kind === 'doorEvents').map(({ body }) => JSON.stringify(body))
  expect(told.filter((events) => events.includes('"refused"'))).toEqual([])
})
