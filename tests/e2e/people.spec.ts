/** Institutions and people in the county's console: county IT changes them, others look. */
import type { Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { putCountyUser } from '@lianyi/sync-server/access/countyUsers'
import { aConsoleCounty, office, type ConsoleCounty } from './aConsoleCounty.ts'
import { Console } from './pages/console.ts'
import { expectGoodLooks } from './pages/looks.ts'
import { pressF8 } from './pages/shell.ts'

const it = { login: '龙建军', name: '龙建军', role: 'countyIt', password: 'anhe-it-2026' } as const

let county: ConsoleCounty
test.beforeAll(async () => {
  test.setTimeout(300_000)
  county = await aConsoleCounty()
  await putCountyUser(county.server().county.db, it)
})
test.afterAll(async () => { await county.close() })

const side = (page: Page) => page.getByRole('complementary')
const dialog = (page: Page) => page.getByRole('dialog')

test('PERM-6 county IT adds an institution, moves it and closes it, and sees when and why; one with work of its own is not closed', async ({ page }) => {
  test.setTimeout(180_000)
  await new Console(page).logIn(county.url, it.login)
  await page.keyboard.press('Alt+2')
  await page.getByRole('row', { name: /云岭镇卫生院/ }).click()
  await expect(side(page)).toContainText('可静脉输注抗菌药物')
  await page.getByRole('button', { name: '加下级机构' }).click()
  await pressF8(page)
  await expect(dialog(page)).toContainText('必填')
  await page.getByLabel('全称').fill('云岭镇高坪村卫生室')
  await page.getByLabel('区划代码').fill('522299101199')
  await page.getByLabel('有药库').check()
  await pressF8(page)
  await expect(dialog(page)).toHaveCount(0)
  await expect(side(page)).toContainText('云岭镇高坪村卫生室', { timeout: 15_000 })
  await expect(side(page)).toContainText('有药库')
  await page.getByRole('button', { name: '换上级' }).click()
  await page.getByLabel('归到').selectOption({ label: '安和县河口镇卫生院' })
  await page.getByLabel('原因').fill('撤乡并镇')
  await pressF8(page)
  await expect(side(page)).toContainText('原属 云岭镇卫生院 · 撤乡并镇')
  await page.getByRole('button', { name: '关闭', exact: true }).click()
  await page.getByLabel('原因').fill('并入卫生院')
  await pressF8(page)
  await expect(side(page)).toContainText('起关闭')
  await expect(page.getByRole('row', { name: /高坪村.*已关闭/ })).toBeVisible()

  await page.getByRole('row', { name: /青石坪村卫生室/ }).click()
  await page.getByRole('button', { name: '关闭', exact: true }).click()
  await pressF8(page)
  await expect(dialog(page)).toContainText('先让它们交完并停用')
})

test('PERM-6 county IT adds a person, another post on the same account, rights within the licence, and ends a post', async ({ page }) => {
  test.setTimeout(180_000)
  await new Console(page).logIn(county.url, it.login)
  await page.keyboard.press('Alt+6')
  await page.getByRole('button', { name: '加人' }).click()
  await dialog(page).getByLabel('姓名').fill('王小燕')
  await dialog(page).getByLabel('资格').selectOption('physician')
  await dialog(page).getByLabel('职称').selectOption('junior')
  await dialog(page).getByLabel('机构').selectOption({ label: '安和县云岭镇卫生院' })
  await dialog(page).getByLabel('岗位').selectOption('physician')
  await pressF8(page)
  await expect(side(page).getByRole('heading', { name: '王小燕' })).toBeVisible()
  await side(page).getByRole('button', { name: '加岗位' }).click()
  await dialog(page).getByLabel('机构').selectOption({ label: '河口镇新场村卫生室' })
  await dialog(page).getByLabel('岗位').selectOption('villageDoctor')
  await pressF8(page)
  await expect(side(page)).toContainText('乡村医生 · 新场村卫生室')
  await side(page).getByRole('button', { name: '改处方权' }).click()
  // A junior title is not offered the restricted grade.
  await expect(dialog(page).getByLabel('抗菌药物处方权').getByRole('option')).toHaveText(['无', '非限制使用级'])
  await dialog(page).getByLabel('职称').selectOption('intermediate')
  await dialog(page).getByLabel('抗菌药物处方权').selectOption('restricted')
  await dialog(page).getByLabel('麻醉药品处方权').check()
  await pressF8(page)
  await expect(page.getByRole('row', { name: /王小燕/ })).toContainText('限制使用级')
  await side(page).getByRole('button', { name: '结束岗位' }).click()
  await pressF8(page)
  await expect(dialog(page)).toHaveCount(0)
  await page.getByLabel('找人：姓名、机构、岗位').fill('新场')
  await expect(page.getByRole('row', { name: /王小燕/ })).toBeVisible()
  await expect(page.getByRole('row', { name: /石国华/ })).toHaveCount(0)
})

for (const language of ['zh', 'en'] as const) {
  test(`PERM-7 a nurse as a physician is refused with words, and may be allowed after a look, in ${language}`, async ({ page }) => {
    test.setTimeout(180_000)
    const words = language === 'zh'
      ? { add: '加人', name: '姓名', licence: '资格', place: '机构', role: '岗位', refused: '执业医师的资格要是执业医师，这个人登记的是护士', place2: '卫生院院长不在这种机构', allow: '核对过了，县里允许' }
      : { add: 'Add a person', name: 'Name', licence: 'Licence', place: 'Clinic', role: 'Post', refused: 'Physician takes the licence Physician; entered is: Nurse', place2: 'Township head is no post of such a place', allow: 'I have looked at it, and the county allows it' }
    await new Console(page).logIn(county.url, it.login)
    await page.evaluate((chosen) => { localStorage.setItem('lianyi.console.language', JSON.stringify({ state: { language: chosen }, version: 0 })) }, language)
    await page.reload()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/全县今日|County today/)
    await page.keyboard.press('Alt+6')
    await page.getByRole('button', { name: words.add }).click()
    await dialog(page).getByRole('textbox', { name: words.name }).fill(`李护士${language}`)
    await dialog(page).getByLabel(words.licence).selectOption('nurse')
    await dialog(page).getByLabel(words.place).selectOption({ label: '云岭镇青石坪村卫生室' })
    await dialog(page).getByRole('combobox', { name: words.role }).selectOption('townshipHead')
    await pressF8(page)
    await expect(dialog(page)).toContainText(words.place2)
    await expect(dialog(page).getByLabel(words.allow)).toHaveCount(0)
    await dialog(page).getByRole('combobox', { name: words.role }).selectOption('physician')
    await pressF8(page)
    await expect(dialog(page)).toContainText(words.refused)
    await expectGoodLooks(page, language, 'people-refused')
    await dialog(page).getByLabel(words.allow).check()
    await pressF8(page)
    await expect(side(page).getByRole('heading', { name: `李护士${language}` })).toBeVisible()
  })
}

test('PERM-5 the county\'s office looks and is offered no form', async ({ page }) => {
  await new Console(page).logIn(county.url, office.login)
  await page.keyboard.press('Alt+6')
  await expect(page.getByRole('row', { name: /石国华/ })).toBeVisible()
  await expect(page.getByRole('button', { name: '加人' })).toHaveCount(0)
  await page.keyboard.press('Alt+2')
  await page.getByRole('row', { name: /云岭镇卫生院/ }).click()
  await expect(side(page)).toContainText('沿革')
  await expect(page.getByRole('button', { name: '换上级' })).toHaveCount(0)
})

for (const language of ['zh', 'en'] as const) {
  test(`institutions, people and their forms are whole in ${language}`, async ({ page }) => {
    test.setTimeout(180_000)
    await page.setViewportSize({ width: 1366, height: 768 })
    await page.addInitScript((chosen) => { localStorage.setItem('lianyi.console.language', JSON.stringify({ state: { language: chosen }, version: 0 })) }, language)
    await page.goto(county.url)
    await page.getByRole('button', { name: it.login }).click()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: /全县今日|County today/ })).toBeVisible()
    await page.keyboard.press('Alt+2')
    await page.getByRole('grid', { name: /^机构$|^Clinics$/ }).getByRole('row', { name: /云岭镇卫生院/ }).click()
    await expectGoodLooks(page, language, 'console-organisations')
    await page.getByRole('button', { name: /加下级机构|Add below/ }).click()
    await expectGoodLooks(page, language, 'console-organisation-add')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Alt+6')
    await page.getByRole('row', { name: /石国华/ }).click()
    await expectGoodLooks(page, language, 'console-people')
    await page.getByRole('button', { name: /改处方权|Change rights/ }).click()
    await expectGoodLooks(page, language, 'console-person-rights')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /加人|Add a person/ }).click()
    await expectGoodLooks(page, language, 'console-person-add')
  })
}
