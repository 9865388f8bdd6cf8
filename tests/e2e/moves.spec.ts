/** A record goes to another institution: asked for on its page, carried out by the county, told to the old clinic; in both languages. */
import type { Page } from '@playwright/test'
import { test, expect } from './demo.ts'
import type { Language } from './pages/looks.ts'
import { expectGoodLooks } from './pages/looks.ts'
import { Patients } from './pages/patients.ts'
import { pressF8, Shell } from './pages/shell.ts'

test.describe.configure({ mode: 'serial', timeout: 240_000 })

const clinic = 'qingshiping'
const doctor = '吴明礼'
const patient = { name: '龙转走', birthDate: '1961-05-08', sex: '女', phone: '13800009011', village: '青石坪', group: '二组', allergies: [] } as const

test('SYNC-30 a move is asked for on the chart by keyboard with a reason, and the old clinic reads what became of it', async ({ browser, demo }) => {
  const page = await browser.newPage()
  await demo.unlock(page, clinic, doctor)
  const shell = new Shell(page)
  await new Patients(page).register(patient)
  await page.keyboard.press('F6')
  await pressF8(page)
  await expect(shell.dialog.locator('[aria-invalid=true]').first()).toBeVisible()
  await look(page, 'move-wrong')
  await shell.dialog.getByRole('combobox').fill('河口镇卫生院')
  await page.keyboard.press('Enter')
  await shell.dialog.getByRole('textbox').fill('随子女迁居')
  await look(page, 'move')
  await demo.waitUntilQuiet(clinic)
  await demo.cutLine(clinic)
  await pressF8(page)
  await expect(shell.dialog).toHaveCount(0)
  await expect(shell.main.getByText('等县里办理')).toBeVisible()
  await look(page, 'move-asked')

  await demo.restoreLine(clinic)
  await expect(shell.main.getByText('档案已从')).toBeVisible({ timeout: 40_000 })
  await look(page, 'moved')
  const chart = new URL(page.url()).hash
  await shell.go('核对')
  await shell.main.getByText('的档案已转走').first().click()
  await expect(shell.main.getByText('随子女迁居').first()).toBeVisible()
  await look(page, 'moved-review')

  const english = await (await browser.newContext()).newPage()
  await english.addInitScript(() => { localStorage.setItem('lianyi.language', JSON.stringify({ state: { language: 'en' }, version: 0 })) })
  await english.goto(`${demo.clinic(clinic).url.split('#')[0] ?? ''}${chart}`)
  await expect(english.getByText('The record moved from')).toBeVisible()
  await look(english, 'moved', 'en')
  await english.evaluate(() => { location.hash = '#/reviews' })
  await expect(english.getByText('has moved away').first()).toBeVisible()
  await look(english, 'moved-review', 'en')
  await page.close()
  await english.context().close()
})

async function look(page: Page, name: string, language: Language = 'zh'): Promise<void> {
  await page.waitForTimeout(300)
  await expectGoodLooks(page, language, name)
}
