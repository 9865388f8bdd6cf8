/** Who looked, in Chromium: one-time codes at the first login, a chart behind the glass, and the auditor's page, in both languages. */
import type { Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { expectNoViolations } from './pages/looks.ts'
import { Secret, TOTP } from 'otpauth'
import { localClockTime } from '@lianyi/schema/basics/dates'
import { newId } from '@lianyi/schema/basics/ids'
import { organisationOf, personOf } from '../../tools/demo/county/organisations.ts'
import { create, enrolWith } from '../builders/aDevice.ts'
import { aConsole } from '../builders/aConsole.ts'
import { aConsoleCounty, auditor, countyIt, informatics, office, theName, type ConsoleCounty } from './aConsoleCounty.ts'

let county: ConsoleCounty
test.beforeAll(async () => {
  test.setTimeout(300_000)
  county = await aConsoleCounty()
})
test.afterAll(async () => { await county.close() })

async function logIn(page: Page, login: string): Promise<void> {
  await page.goto(county.url)
  await page.getByRole('button', { name: login }).click()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/全县今日|County today|审计|Audit/)
}

async function inLanguage(page: Page, language: 'zh' | 'en'): Promise<void> {
  await page.addInitScript((chosen) => { localStorage.setItem('lianyi.console.language', JSON.stringify({ state: { language: chosen }, version: 0 })) }, language)
}

async function expectAccessible(page: Page): Promise<void> {
  await expectNoViolations(page)
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth && document.documentElement.scrollHeight <= innerHeight)).toBe(true)
}

async function typedLogin(page: Page): Promise<void> {
  await page.goto(county.url)
  await page.getByRole('textbox', { name: '账号' }).fill(countyIt.login)
  await page.getByLabel('密码').fill(countyIt.password)
  await page.keyboard.press('Enter')
}

test('LOGIN-2 county IT sets one-time codes up at the first login, and is asked for one at the next', async ({ page, context }) => {
  await typedLogin(page)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('请先设置动态口令')
  await page.getByLabel('再输一次密码').fill(countyIt.password)
  await page.keyboard.press('Enter')
  const secret = (await page.locator('.totp .code').textContent() ?? '').replaceAll(' ', '')
  await expect(page.getByAltText('验证器要扫的二维码')).toBeVisible()
  await expectAccessible(page)
  const totp = new TOTP({ secret: Secret.fromBase32(secret) })
  await page.getByLabel('验证器现在显示的 6 位数字').fill(totp.generate({ timestamp: Date.now() - 30_000 }))
  await page.keyboard.press('Enter')
  await expect(page.locator('.recovery li')).toHaveCount(8)
  const recovery = await page.locator('.recovery li').first().textContent() ?? ''
  await page.getByRole('button', { name: '抄好了，继续' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('全县今日')
  await context.clearCookies({ name: 'lianyi_county' })
  await typedLogin(page)
  await expect(page.getByRole('textbox', { name: '动态口令' })).toBeFocused()
  await expectAccessible(page)
  await page.getByRole('textbox', { name: '动态口令' }).fill('000000')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('口令不对')
  await page.getByRole('textbox', { name: '动态口令' }).fill(recovery)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('全县今日')
})

test('GLASS-1 a chart that the post does not cover opens with a reason, says until when, and the auditor sees it', async ({ page }) => {
  test.setTimeout(180_000)
  await logIn(page, office.login)
  await page.goto(`${county.url}/#/chart/${county.patientId}`)
  await expect(page.getByRole('alert').or(page.getByText('您的岗位不看这份档案'))).toBeVisible()
  await expect(page.getByText('青霉素')).toHaveCount(0)
  await expect(page.getByRole('button', { name: '打开 30 分钟' })).toBeDisabled()
  await expectAccessible(page)
  await page.getByRole('radio', { name: /急救/ }).check({ force: true })
  await page.getByRole('textbox', { name: '写明情况' }).fill('急救急救急救')
  await expect(page.getByText('重复的一两个字')).toBeVisible()
  await expect(page.getByRole('button', { name: '打开 30 分钟' })).toBeDisabled()
  await page.screenshot({ path: 'test-results/looks/zh-glass-says-nothing.png' })
  await page.getByRole('textbox', { name: '写明情况' }).fill('县医院急诊来电，问过敏史')
  await page.getByRole('button', { name: '打开 30 分钟' }).click()
  await expect(page.getByRole('region', { name: '患者' })).toContainText('青霉素')
  await expect(page.getByRole('region', { name: '患者' })).toContainText('关上，只能看')
  await expectAccessible(page)
  // What its clinic is told is in words for the office too, on both sides.
  await page.goto(`${county.url}/#/reviews`)
  await page.getByRole('row', { name: /紧急查看/ }).first().click()
  const told = page.getByRole('complementary')
  for (const words of ['卫生室的档案', '急救 · 县医院急诊来电，问过敏史']) await expect(told).toContainText(words)
  await expect(told).not.toContainText('{')
  await page.screenshot({ path: 'test-results/looks/zh-review-glass.png' })

  await page.keyboard.press('Control+L')
  await logIn(page, auditor.login)
  await page.keyboard.press('Alt+4')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('审计')
  await page.getByRole('button', { name: '紧急查看' }).or(page.getByRole('radio', { name: '紧急查看' })).or(page.getByRole('tab', { name: '紧急查看' })).first().click()
  await expect(page.getByRole('row', { name: new RegExp(theName) })).toHaveCount(1)
  const detail = page.getByRole('complementary', { name: '选中的一条' })
  for (const words of [office.login, '急救', '县医院急诊来电，问过敏史', '还没有看到']) await expect(detail).toContainText(words)
  await expect(page.getByText('青霉素')).toHaveCount(0)
  await detail.getByRole('button', { name: '只看这位患者' }).click()
  await expect(page.getByRole('button', { name: `患者：${theName}` })).toBeVisible()
  await expectAccessible(page)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: '导出 CSV' }).click()
  expect((await download).suggestedFilename()).toMatch(/^lianyi-audit-.*\.csv$/)
})

for (const language of ['zh', 'en'] as const) {
  test(`AUDIT-6 what happened at a PC's door is among the logins, with whose PIN it was and why, in ${language}`, async ({ page }) => {
    const [doctor, nurse] = [personOf('wumingli'), personOf('luoxiaoqin')]
    const at = localClockTime(new Date())
    await county.village.push([create({ id: newId(), kind: 'doorEvents', orgId: organisationOf('qingshiping').id, events: [
      { what: 'locked', personId: doctor.id, byId: null, at, reason: null }, { what: 'reset', personId: doctor.id, byId: nurse.id, at, reason: '忘了 PIN，当面核对过' }, { what: 'leaseNear', personId: doctor.id, byId: null, at, reason: null },
      { what: 'recovered', personId: doctor.id, byId: null, at, reason: null }, { what: 'refused', personId: doctor.id, byId: nurse.id, at, reason: null, permission: 'pin.reset' },
    ] })], { action: 'door.events' })
    await inLanguage(page, language)
    await logIn(page, auditor.login)
    await page.goto(`${county.url}/#/audit`)
    await page.getByRole('button', { name: language === 'zh' ? '登录与权限' : 'Logins and rights' }).click()
    const row = page.getByRole('row', { name: language === 'zh' ? /重设别人的 PIN/ : /reset another's PIN/ }).first()
    await row.click()
    for (const words of [doctor.name, nurse.name, '忘了 PIN，当面核对过']) await expect(page.getByRole('complementary')).toContainText(words)
    await expect(page.getByRole('row', { name: language === 'zh' ? /PIN 连错，锁 10 分钟/ : /wrong PINs, locked 10 min/ }).first()).toBeVisible()
    await page.screenshot({ path: `test-results/looks/${language}-audit-doors.png` })
    // A code of the county is of one person, who set the PIN; a wrong one was typed by nobody knows whom.
    await expect(page.getByRole('row', { name: language === 'zh' ? new RegExp(`${doctor.name}\\s+用县里的码重设 PIN`) : new RegExp(`${doctor.name}\\s+new PIN with a county code`) }).first()).toBeVisible()
    await page.getByRole('row', { name: language === 'zh' ? /在电脑上被拒绝/ : /refused at a PC/ }).first().click()
    for (const words of language === 'zh' ? [nurse.name, doctor.name, '岗位没有的权限', '重设别人的 PIN'] : [nurse.name, doctor.name, 'Not allowed by post', 'Set another person\'s PIN anew']) await expect(page.getByRole('complementary')).toContainText(words)
    await page.screenshot({ path: `test-results/looks/${language}-audit-door-refused.png` })
    await expectAccessible(page)
  })

  test(`AUDIT-8 the auditor types whom to look for, and reads in words what was asked for, in ${language}`, async ({ page }) => {
    const it = aConsole(county.url)
    await it.ask.session.login.mutate({ login: informatics.login, password: informatics.password })
    const nurse = personOf('luoxiaoqin')
    await it.ask.directory.givePost.mutate({ personId: nurse.id, orgId: organisationOf('hekou').id, role: 'nurse', from: language === 'zh' ? '2026-01-01' : '2025-01-01', until: null })
    await it.ask.directory.givePost.mutate({ personId: nurse.id, orgId: organisationOf('qingshiping').id, role: 'townshipHead', from: '2026-01-01', until: null })
    await aConsole(county.url).ask.session.login.mutate({ login: informatics.login, password: 'not that one' })
    await inLanguage(page, language)
    await logIn(page, auditor.login)
    await page.goto(`${county.url}/#/audit`)
    const box = page.getByRole('combobox')
    await box.fill(theName)
    await expect(page.getByRole('option', { name: new RegExp(theName) })).toBeVisible()
    await page.screenshot({ path: `test-results/looks/${language}-audit-find.png` })
    await box.press('Enter')
    await expect(page.getByRole('button', { name: new RegExp(`(患者：|Patient: )${theName}`) })).toBeVisible()
    await page.getByRole('button', { name: new RegExp(`(患者：|Patient: )${theName}`) }).click()
    await box.fill(informatics.login)
    await page.getByRole('option', { name: new RegExp(informatics.login) }).click()
    // Whom it was about shows in the list.
    await page.getByRole('row', { name: new RegExp(`${language === 'zh' ? '改机构或人员' : 'changed institutions or people'}\\s+${nurse.name}`) }).first().click()
    const side = page.getByRole('complementary')
    for (const words of language === 'zh' ? ['给岗位', nurse.name, '护士', '河口镇卫生院'] : ['gave a post', nurse.name, 'Nurse', '河口镇卫生院']) await expect(side).toContainText(words)
    await expect(side).not.toContainText('{')
    await expectAccessible(page)
    await page.screenshot({ path: `test-results/looks/${language}-audit-asked.png` })
    await page.getByRole('row', { name: language === 'zh' ? /改机构或人员被拒绝/ : /directory change refused/ }).first().click()
    for (const words of language === 'zh' ? ['拒绝的原因', '卫生院院长不在这种机构', '给岗位'] : ['Refused because', 'is no post of such a place', 'gave a post']) await expect(side).toContainText(words)
    await page.screenshot({ path: `test-results/looks/${language}-audit-refused.png` })
    await page.getByRole('button', { name: new RegExp(`(人：|Person: )${informatics.login}`) }).click()
    await page.getByRole('row', { name: language === 'zh' ? /登录没有成功/ : /failed to log in/ }).first().click()
    await expect(side).toContainText(language === 'zh' ? '账号或密码不对' : 'account or password wrong')
    await page.screenshot({ path: `test-results/looks/${language}-audit-failed.png` })
    // A code that nobody gave out: nobody had logged in, neither in the console nor on the county's own server.
    await enrolWith(county.url, 'AAAA-BBBB-CCCC', '', newId() as never).catch(() => undefined)
    await page.reload()
    await page.getByRole('row', { name: language === 'zh' ? /电脑的码不对.*未登录 · [0-9a-f]{12}/ : /code for a PC was wrong.*Not logged in · [0-9a-f]{12}/ }).first().click()
    await expect(side).toContainText(language === 'zh' ? '没有人登录，从网络上来' : 'Nobody had logged in; over the network')
    await page.screenshot({ path: `test-results/looks/${language}-audit-nobody-in.png` })
  })

  test(`AUDIT-5 the auditor's page and the settings are accessible and keep to the window in ${language}`, async ({ page }) => {
    await inLanguage(page, language)
    await logIn(page, auditor.login)
    await page.keyboard.press('Alt+4')
    await expect(page.getByRole('grid', { name: /审计记录|Audit entries/ }).getByRole('row').nth(3)).toBeVisible()
    await expectAccessible(page)
    await page.keyboard.press('Alt+5')
    await expect(page.getByText(/在哪里登录着|Where you are logged in/)).toBeVisible()
    await expectAccessible(page)
  })
}
