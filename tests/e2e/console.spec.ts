/** The county's console in Chromium, on a real county: what regional staff see, with the server there and gone, in both languages. */
import type { Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { addDays, localClockTime, localDay } from '@lianyi/schema/basics/dates'
import type { Patient } from '@lianyi/schema/documents/patient'
import { attachmentAnswer, attachmentAskPath, uploadPathOf, uploadTokenHeader } from '@lianyi/schema/wire/attachments'
import { deviceHeader } from '@lianyi/schema/wire/exchange'
import { organisationOf, personOf } from '../../tools/demo/county/organisations.ts'
import { endPosts } from '@lianyi/sync-server/directory/changePeople'
import { anAccount } from '../builders/anAccount.ts'
import { create } from '../builders/aDevice.ts'
import { anAttachment, aPicture, sha256Of } from '../builders/anAttachment.ts'
import { aPatient } from '../builders/aPatient.ts'
import { expectGoodLooks, expectNoViolations } from './pages/looks.ts'
import { Console } from './pages/console.ts'
import { aConsoleCounty, office, theName, type ConsoleCounty } from './aConsoleCounty.ts'

const pageKeys = ['Alt+1', 'Alt+2', 'Alt+3', 'Alt+4', 'Alt+5', 'Alt+6', 'Alt+7'] as const

let county: ConsoleCounty
test.beforeAll(async () => {
  test.setTimeout(300_000)
  county = await aConsoleCounty()
})
test.afterAll(async () => { await county.close() })

async function logIn(page: Page): Promise<void> {
  await page.goto(county.url)
  await page.getByRole('button', { name: office.login }).click()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/全县今日|County today/)
}

test('a wrong password is told apart, and no page is shown before the login', async ({ page }) => {
  await page.goto(`${county.url}/#/devices`)
  await page.getByRole('textbox', { name: '账号' }).fill(office.login)
  await page.getByLabel('密码').fill('wrong')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('账号或密码不对')
  await expect(page.getByLabel('密码')).toBeFocused()
  await expectNoViolations(page)
})

test('LOGIN-10 whoever holds no post of the county is told so once the password is right, in both languages', async ({ page }) => {
  const gone = { login: '冉离任', password: '晨雾-远山-2026', role: 'countyOffice', countyId: organisationOf('county').id } as const
  const { personId } = await anAccount(county.server().county, gone)
  await endPosts(county.server().county, personId, null, addDays(localDay(new Date()), -1))
  await page.setViewportSize({ width: 1366, height: 768 })
  for (const language of ['zh', 'en'] as const) {
    await page.goto(`${county.url}/?${language}`)
    if (language === 'en') await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('textbox', { name: /账号|Account/ }).fill(gone.login)
    await page.getByLabel(/密码|Password/).fill(gone.password)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('alert')).toContainText(language === 'zh' ? '现在没有县里的岗位' : 'you hold no post of the county now')
    await expectGoodLooks(page, language, 'console-login-no-post')
  }
})

test('today shows who is silent, what waits, and a save that arrives, without a reload', async ({ page }) => {
  await logIn(page)
  await expect(page.getByRole('status', { name: '联通状态' })).toContainText('与县服务器实时相连')
  const todo = page.getByRole('grid', { name: '实时待办' })
  await expect(todo.getByRole('row').nth(1)).toContainText(`处方超发${theName}`)
  await expect(todo).toContainText('9 天未联通，42 条没上传')
  await expect(page.getByRole('group', { name: /2 个乡镇/ })).toContainText('1 / 3')
  await county.village.exchange({ waiting: 5 })
  await page.keyboard.press('Alt+2')
  await expect(page.getByRole('row', { name: /青石坪村卫生室/ }).getByRole('gridcell', { name: '5', exact: true })).toBeVisible()
  await expectNoViolations(page)
})

test('without the server the institutions stay, with their age; with it everything goes on by itself', async ({ page }) => {
  await logIn(page)
  await page.keyboard.press('Alt+2')
  await expect(page.getByRole('row', { name: /大湾村卫生室/ })).toBeVisible()
  await expectEveryPageToHaveCome(page)
  await county.stop()
  const line = page.getByRole('status', { name: '联通状态' })
  await expect(line).toContainText('连不上县服务器')
  await expect(page.getByText(/未实时 · 截至/)).toBeVisible()
  await expect(page.getByRole('row', { name: /大湾村卫生室/ })).toContainText('9 天前')
  await page.keyboard.press('F2')
  await page.keyboard.type('大湾')
  await expect(page.getByRole('row', { name: /大湾村卫生室/ })).toBeVisible()
  await expect(page.getByText('连不上县服务器，找患者要等联通')).toBeVisible()
  await county.start()
  await expect(line).toContainText('与县服务器实时相连', { timeout: 20_000 })
})

test('two tabs share one copy: one pulls, and when it is closed the other does', async ({ page, context }) => {
  await logIn(page)
  const other = await context.newPage()
  await other.goto(`${county.url}/#/organisations`)
  const waitingIn = (tab: Page, count: number) => tab.getByRole('row', { name: /青石坪村卫生室/ }).getByRole('gridcell', { name: String(count), exact: true })
  await county.village.exchange({ waiting: 71 })
  await expect(waitingIn(other, 71)).toBeVisible()
  await page.keyboard.press('Alt+2')
  await expect(waitingIn(page, 71)).toBeVisible()
  await page.close()
  await county.village.exchange({ waiting: 72 })
  await expect(waitingIn(other, 72)).toBeVisible({ timeout: 20_000 })
})

test('a patient is found by keys alone, and every entry says who, where, on which PC, when and in which bundle', async ({ page }) => {
  test.setTimeout(300_000)
  await logIn(page)
  await page.keyboard.press('F2')
  await page.keyboard.type(theName)
  await expect(page.getByRole('row', { name: /青石坪村卫生室/ }).first()).toContainText(theName)
  await page.keyboard.press('Enter')
  await new Console(page).breakGlass()
  const banner = page.getByRole('region', { name: '患者' })
  await expect(banner).toContainText('青霉素')
  await expect(banner).toContainText('磺胺类')
  await expect(banner).toContainText('云岭镇青石坪村 一组')
  const detail = page.getByRole('complementary', { name: '选中的一条' })
  await page.getByRole('row', { name: /磺胺类/ }).click()
  for (const words of ['罗小琴', '云岭镇卫生院', '登记室电脑', '改档案']) await expect(detail).toContainText(words)
  await expect(detail).toContainText(/[0-9a-f]{8}-[0-9a-f]{4}-7/)
  await page.getByRole('row', { name: /联系电话/ }).click()
  await expect(detail).toContainText('150 0000 4410')
  await expect(detail).toContainText('150 0000 2207')
  await page.getByRole('tab', { name: /外院记录/ }).click()
  await expect(detail).toContainText('安和县人民医院 呼吸科')
  for (const tab of await page.getByRole('tab').all()) {
    await tab.click()
    await expectNoViolations(page)
  }
})

test('ATT-9 the chart shows attachments: the thumbnail that the county has, name, size, who added it and where, and what has not come', async ({ page }) => {
  test.setTimeout(120_000)
  await page.setViewportSize({ width: 1366, height: 768 })
  await logIn(page)
  // Any picture will do, as long as a browser shows it.
  const small = await page.screenshot({ type: 'jpeg', quality: 40, clip: { x: 0, y: 0, width: 160, height: 120 } })
  const patient = { ...aPatient({ homeId: organisationOf('qingshiping').id }), id: county.patientId as Patient['id'] }
  const by = { by: personOf('wumingli').id, orgId: patient.homeId, at: localClockTime(new Date()) }
  const document = anAttachment(patient, aPicture(2_345_678), { caption: '左小腿伤口，第三天', added: by, takenAt: by.at, thumbnail: { mediaType: 'image/jpeg', bytes: small.length, sha256: sha256Of(small) } })
  await county.village.push([create(document), create(anAttachment(patient, aPicture(80_000), { mediaType: 'application/pdf', caption: '', added: by, takenAt: by.at }))], { action: 'attachments.add' })
  const asked = await county.village.send(Buffer.from(JSON.stringify({ deviceId: county.village.id, items: [{ id: document.id, part: 'thumbnail' }] })), { path: attachmentAskPath })
  const [answered] = attachmentAnswer.parse(await asked.json()).items
  const sent = await fetch(`${county.url}${uploadPathOf(sha256Of(small))}`, {
    method: 'PATCH', body: new Uint8Array(small), headers: { 'tus-resumable': '1.0.0', [deviceHeader]: county.village.id, [uploadTokenHeader]: answered?.token ?? '', 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
  })
  expect(sent.status).toBe(204)

  for (const language of ['zh', 'en'] as const) {
    await page.evaluate((chosen) => { localStorage.setItem('lianyi.console.language', JSON.stringify({ state: { language: chosen }, version: 0 })) }, language)
    await page.goto(`${county.url}/?${language}#/chart/${county.patientId}`)
    await expect(page.getByRole('tab').or(page.getByRole('radio').first()).first()).toBeVisible()
    if (await page.getByRole('tab').count() === 0) await new Console(page).breakGlass()
    await page.getByRole('tab', { name: /附件|Attachments/ }).click()
    const row = page.getByRole('row', { name: /左小腿伤口/ })
    for (const words of ['2.3 MB', '吴明礼', '青石坪村卫生室']) await expect(row).toContainText(words)
    await row.click()
    const detail = page.getByRole('complementary')
    await expect(detail.getByRole('img', { name: /左小腿伤口/ })).toHaveJSProperty('naturalWidth', 160)
    await expect(detail).toContainText(language === 'zh' ? '还没传到县里' : 'has not come yet')
    await expectNoViolations(page)
    await expectGoodLooks(page, language, 'console-attachments')
  }
})

test('an unknown patient, and a session that has ended, are said in words', async ({ page }) => {
  await logIn(page)
  await page.goto(`${county.url}/#/chart/01900000-0000-7000-8000-000000000000`)
  await expect(page.getByText('县里没有这一份')).toBeVisible()
  await county.server().county.db.deleteFrom('countySession').execute()
  await page.keyboard.press('Alt+5')
  await expect(page.getByRole('alert')).toContainText('登录已过期')
})

test('leaving clears what the browser kept', async ({ page }) => {
  await logIn(page)
  await expect.poll(async () => databases(page)).not.toEqual([])
  await page.keyboard.press('Control+L')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('登录县级平台')
  await expect(page.getByRole('alert')).toHaveCount(0)
  await expect.poll(async () => databases(page)).toEqual([])
})

test('every page is accessible', async ({ page }) => {
  test.setTimeout(300_000)
  await logIn(page)
  for (const key of pageKeys) {
    await openPage(page, key)
    await expectNoViolations(page)
  }
})

for (const language of ['zh', 'en'] as const) {
  test(`every page keeps to the window in ${language}`, async ({ page }) => {
    await page.addInitScript((chosen) => { localStorage.setItem('lianyi.console.language', JSON.stringify({ state: { language: chosen }, version: 0 })) }, language)
    await logIn(page)
    for (const key of pageKeys) {
      await openPage(page, key)
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth && document.documentElement.scrollHeight <= innerHeight)).toBe(true)
    }
  })
}

async function openPage(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.locator('.sk')).toHaveCount(0)
}

async function databases(page: Page): Promise<readonly (string | undefined)[]> {
  return page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name).filter((name) => name?.includes('lianyi-console') === true))
}

/** The pages that nobody has opened yet are fetched while nobody waits: without a line they could not be. */
async function expectEveryPageToHaveCome(page: Page): Promise<void> {
  for (const name of ['PatientsPage', 'ChartPage', 'ReviewsPage', 'DevicesPage', 'PeoplePage', 'SettingsPage']) {
    await expect.poll(async () => page.evaluate((wanted) => performance.getEntriesByType('resource').some((entry) => entry.name.includes(wanted)), name)).toBe(true)
  }
}

test('LOGIN-4 after too many wrong passwords it says for how many seconds to wait, counts down, and says when it may be tried again', async ({ page }) => {
  await page.clock.install()
  await page.setViewportSize({ width: 1366, height: 768 })
  for (const language of ['zh', 'en'] as const) {
    await page.goto(`${county.url}/?${language}`)
    if (language === 'en') await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('textbox', { name: /账号|Account/ }).fill(`没有这个人-${language}`)
    for (let tries = 0; tries < 6; tries += 1) {
      await page.getByLabel(/密码|Password/).fill('wrong')
      await page.keyboard.press('Enter')
      await expect(page.getByLabel(/密码|Password/)).toHaveValue('')
    }
    const left = async () => Number(/(\d+) (?:秒|s)/.exec(await page.getByRole('alert').textContent() ?? '')?.[1])
    await expect(page.getByRole('alert')).toContainText(language === 'zh' ? /再试还要等 \d+ 秒/ : /Wait \d+ s, then try again/)
    const before = await left()
    expect(before).toBeGreaterThan(10)
    expect(before).toBeLessThanOrEqual(30)
    await page.clock.runFor(5_000)
    expect(await left()).toBeLessThanOrEqual(before - 5)
    await expectGoodLooks(page, language, 'console-login-wait')
    await page.clock.runFor(30_000)
    await expect(page.getByRole('alert')).toContainText(language === 'zh' ? '现在可以再试了' : 'You can try again now')
  }
})
