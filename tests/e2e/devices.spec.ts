/** County IT and the PCs, in Chromium on a real county: a code read out, one reported stolen and found again, one replaced. */
import type { Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { actOnDevice } from '@lianyi/sync-server/access/deviceActs'
import { expectNoViolations } from './pages/looks.ts'
import { create, enrolWith } from '../builders/aDevice.ts'
import { aPatient } from '../builders/aPatient.ts'
import { organisationOf, personOf } from '../../tools/demo/county/organisations.ts'
import { pressF8 } from './pages/shell.ts'
import { aConsoleCounty, informatics, office, type ConsoleCounty } from './aConsoleCounty.ts'

let county: ConsoleCounty
test.beforeAll(async () => {
  test.setTimeout(300_000)
  county = await aConsoleCounty()
})
test.afterAll(async () => { await county.close() })

async function openDevices(page: Page, login: string): Promise<void> {
  await page.goto(county.url)
  await page.getByRole('button', { name: login }).click()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/全县今日|County today/)
  await page.keyboard.press('Alt+5')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/设备|Devices/)
  await expect(page.locator('.sk')).toHaveCount(0)
}

test('DEV-1 county IT reads out a code with its time, and hears when the PC has come; the office has no such button', async ({ page }) => {
  await openDevices(page, office.login)
  await expect(page.getByRole('button', { name: /登记电脑|停用|报失/ })).toHaveCount(0)
  await page.keyboard.press('Control+L')
  await openDevices(page, informatics.login)
  await page.keyboard.press('F4')
  const dialog = page.getByRole('dialog', { name: '登记一台电脑' })
  await expect(dialog).toBeVisible()
  await pressF8(page)
  await expect(dialog.getByRole('alert')).toContainText('请选机构')
  await dialog.getByRole('combobox', { name: '机构' }).selectOption({ label: organisationOf('dawan').name })
  await dialog.getByRole('textbox', { name: '新电脑叫什么' }).fill('新诊室电脑')
  await pressF8(page)
  const code = (await dialog.locator('output').textContent()) ?? ''
  expect(code).toMatch(/^[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}$/)
  await expect(dialog).toContainText(/还有 (10:00|9:\d\d) 有效/)
  await expectNoViolations(page)
  await enrolWith(county.url, code, '', personOf('anxiulan').id)
  await expect(dialog.getByRole('status')).toHaveText(/登记好了：新诊室电脑/)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('row', { name: /新诊室电脑/ })).toBeVisible()
})

test('DEV-8 a PC is reported stolen with a reason, and found again with what it sent meanwhile', async ({ page }) => {
  const code = await county.code('hekou')
  const lost = await enrolWith(county.url, code, '下乡用的平板', personOf('ranhongmei').id)
  await lost.exchange({ waiting: 0, appVersion: '0.1.0', condition: { at: new Date(Date.now() + 7_200_000).toISOString(), diskFreeMb: 900, outboxOldestAt: null, trouble: null } })
  await openDevices(page, informatics.login)
  await page.getByRole('row', { name: /下乡用的平板/ }).click()
  const side = page.getByRole('complementary', { name: '选中的电脑' })
  await expect(side).toContainText('0.9 GB')
  await expect(side).toContainText('快 2 小时')
  await side.getByRole('button', { name: '报失' }).click()
  const dialog = page.getByRole('dialog', { name: /报失/ })
  await expect(dialog).toBeVisible()
  await pressF8(page)
  await expect(dialog.getByRole('alert')).toContainText('请写明理由')
  await expectNoViolations(page)
  await dialog.getByRole('textbox', { name: '理由' }).fill('下乡途中丢失')
  await pressF8(page)
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('row', { name: /下乡用的平板/ })).toContainText('已报失')
  await lost.push([create(aPatient({ homeId: organisationOf('hekou').id }))])
  await page.reload()
  await page.getByRole('row', { name: /下乡用的平板/ }).click()
  await expect(side.getByRole('alert')).toContainText('1 次保存隔离着')
  await expect(side.getByRole('alert')).toContainText(/报失以后又联通过：.*有人在用它/)
  await page.screenshot({ path: 'test-results/looks/devices-stolen-heard.png' })
  await expect(side).toContainText('下乡途中丢失')
  await side.getByRole('button', { name: /找到了/ }).click()
  const found = page.getByRole('dialog', { name: /恢复使用/ })
  await found.getByRole('textbox', { name: '理由' }).fill('派出所送回')
  await found.getByRole('checkbox').check()
  await pressF8(page)
  await expect(page.getByText('恢复使用；隔离的收下 1 次，留下 0 次')).toBeVisible()
  await expect(side).toContainText('恢复使用后还没有联通')
  expect((await lost.exchange({ pageDocuments: 0 })).receipts).toMatchObject([{ outcome: 'accepted' }])
})

for (const language of ['zh', 'en'] as const) {
  test(`DEV-9 a PC is replaced step by step, in ${language}`, async ({ page }) => {
    await page.addInitScript((chosen) => { localStorage.setItem('lianyi.console.language', JSON.stringify({ state: { language: chosen }, version: 0 })) }, language)
    const old = await enrolWith(county.url, await county.code('xinchang'), `old-${language}`, personOf('zhengweiping').id)
    await openDevices(page, informatics.login)
    await page.getByRole('row', { name: new RegExp(`old-${language}`) }).click()
    await page.getByRole('complementary').getByRole('button', { name: /换一台电脑|Replace/ }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: /理由|Reason/ }).fill('硬盘坏了')
    await pressF8(page)
    await expect(dialog.locator('output')).toBeVisible()
    await expectNoViolations(page)
    await expect(dialog).toContainText(language === 'zh' ? /换一台新电脑，顶替.*在新电脑上填进去/ : /Another PC in place of.*typed in on the new PC/)
    await page.screenshot({ path: `test-results/looks/devices-replace-${language}.png` })
    const code = (await dialog.locator('output').textContent()) ?? ''
    expect((await old.exchange()).scopes).not.toEqual([])
    await enrolWith(county.url, code, `new-${language}`, personOf('zhengweiping').id)
    await expect(dialog.getByRole('status')).toContainText(`new-${language}`)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('complementary')).toContainText(`new-${language}`)
    expect((await old.exchange({ waiting: 1 })).scopes).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth && document.documentElement.scrollHeight <= innerHeight)).toBe(true)
  })
}

for (const language of ['zh', 'en'] as const) {
  test(`SYNC-53 KEY-10 a code for a new key, and one for forgotten PINs, are made on the page, in ${language}`, async ({ page }) => {
    await page.addInitScript((chosen) => { localStorage.setItem('lianyi.console.language', JSON.stringify({ state: { language: chosen }, version: 0 })) }, language)
    const pc = await enrolWith(county.url, await county.code('dawan'), `keys-${language}`, personOf('anxiulan').id)
    await pc.exchange({ waiting: 0 })
    await openDevices(page, informatics.login)
    await page.getByRole('row', { name: new RegExp(`keys-${language}`) }).click()
    const side = page.getByRole('complementary')
    const dialog = page.getByRole('dialog')
    await side.getByRole('button', { name: language === 'zh' ? '换密钥' : 'New key' }).click()
    await pressF8(page)
    await expect(dialog.locator('output')).toHaveText(/^[2-9A-HJKMNP-Z]{4}(-[2-9A-HJKMNP-Z]{4}){2}$/)
    await expect(dialog).toContainText('confirm-device')
    await expect(dialog).toContainText(language === 'zh' ? /还是这台电脑，换密钥.*在这台电脑上用 rekey 填进去/ : /The same PC, a new key.*on this same PC, with rekey/)
    await expectNoViolations(page)
    await page.screenshot({ path: `test-results/looks/devices-new-key-${language}.png` })
    await page.keyboard.press('Escape')

    await side.getByRole('button', { name: language === 'zh' ? 'PIN 都忘了' : 'Forgotten PINs' }).click()
    await pressF8(page)
    await expect(dialog.getByRole('alert').first()).toContainText(language === 'zh' ? '请选那边是谁' : 'Choose who is there')
    await dialog.getByRole('combobox').selectOption({ label: personOf('anxiulan').name })
    await dialog.getByRole('textbox').fill('忘了 PIN，听得出本人')
    await pressF8(page)
    await expect(dialog.locator('output')).toHaveText(/^[2-9A-HJKMNP-Z]{4}(-[2-9A-HJKMNP-Z]{4}){2}$/)
    await expectNoViolations(page)
    await page.screenshot({ path: `test-results/looks/devices-recover-${language}.png` })
    await page.keyboard.press('Escape')
    await expect(side).toContainText(language === 'zh' ? `给了${personOf('anxiulan').name}重设 PIN 的恢复码` : `Recovery code made, for a new PIN of ${personOf('anxiulan').name}`)
    await actOnDevice(county.server().county.db, pc.id, 'stolen', { by: '县信息科', reason: '丢了' }, new Date())
    await page.reload()
    await page.getByRole('row', { name: new RegExp(`keys-${language}`) }).click()
    const status = page.getByRole('row', { name: new RegExp(`keys-${language}`) }).getByText(language === 'zh' ? '已报失' : 'reported stolen')
    await expect(status).toBeVisible()
    expect(await status.evaluate((found) => { const cell = found.closest('td'); return cell === null || cell.scrollWidth <= cell.clientWidth })).toBe(true)
    await page.screenshot({ path: `test-results/looks/devices-stolen-${language}.png` })
  })
}
