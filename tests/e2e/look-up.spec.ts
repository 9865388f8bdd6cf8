/** A stranger at a village clinic: their record is looked up at the county with a reason, in both languages; pictures in test-results/looks. */
import { organisationOf } from '../../tools/demo/county/organisations.ts'
import { test, expect } from './demo.ts'
import { expectGoodLooks, listenToComplaints } from './pages/looks.ts'
import { Patients } from './pages/patients.ts'
import { pressF8 } from './pages/shell.ts'

const languages = ['zh', 'en'] as const

interface Body {
  readonly homeId: string
  readonly identity: { readonly name: string; readonly document: { readonly number: string } | null }
  readonly allergies: Readonly<Record<string, { readonly substance: string; readonly status: string }>>
}

test('GLASS-3 a record from elsewhere is opened by the keys alone, with a reason, read, and gone when it is closed', async ({ page, demo }) => {
  const stranger = (await demo.dumpCounty()).filter(({ kind }) => kind === 'patient').map(({ body }) => body as unknown as Body)
    .find(({ homeId, identity, allergies }) => homeId !== organisationOf('qingshiping').id && identity.document !== null && Object.values(allergies).some(({ status }) => status === 'active'))
  const number = stranger?.identity.document?.number ?? ''
  const allergy = Object.values(stranger?.allergies ?? {}).find(({ status }) => status === 'active')?.substance ?? ''
  await demo.unlock(page, 'qingshiping', '吴明礼')
  // What a page asked that was then locked is refused, and said so.
  const complaints = listenToComplaints(page)
  for (const language of languages) {
    await page.evaluate((chosen) => { localStorage.setItem('lianyi.language', JSON.stringify({ state: { language: chosen }, version: 0 })) }, language)
    await page.reload()
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await page.keyboard.press('Alt+2')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(language === 'zh' ? '患者' : 'Patients')
    await page.keyboard.press('F6')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').first().fill('522229197001010000')
    await dialog.getByRole('radio').first().check({ force: true })
    // Long enough, and says nothing: told in words, and not asked for.
    await dialog.getByRole('textbox').last().fill('aaaaaaaa')
    await expect(dialog.getByRole('alert')).toContainText(language === 'zh' ? '重复的一两个字' : 'the same letters again and again')
    await expect(dialog.getByRole('button', { name: /F8/ })).toBeDisabled()
    await expectGoodLooks(page, language, 'look-up-says-nothing')
    await dialog.getByRole('textbox').last().fill('赶场时晕倒，要看过敏史')
    await pressF8(page)
    await expect(dialog.getByRole('alert')).toContainText(language === 'zh' ? '没有这个证件号' : 'no record with this number')
    await expectGoodLooks(page, language, 'look-up-nobody')
    await dialog.getByRole('textbox').first().fill(number)
    await pressF8(page)
    await expect(dialog).toContainText(stranger?.identity.name ?? 'nobody')
    await expect(dialog).toContainText(allergy)
    await expectGoodLooks(page, language, 'look-up-found')
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
    await new Patients(page).find(number)
    await expect(new Patients(page).hit(stranger?.identity.name ?? 'nobody')).toHaveCount(0)
  }
  expect(complaints).toEqual([])
})
