/** PINs on the screens: changed, forgotten, a lease that ends, and a PC that is ended, in both languages; pictures in test-results/looks. */
import type { Page } from '@playwright/test'
import { test, expect } from './demo.ts'
import { expectGoodLooks } from './pages/looks.ts'
import { UnlockPage } from './pages/unlock.ts'

test.describe.configure({ mode: 'serial', timeout: 240_000 })

const clinic = 'qingshiping'
const doctor = '吴明礼'
const languages = ['zh', 'en'] as const

const inLanguage = async (page: Page, language: 'zh' | 'en'): Promise<void> => page.evaluate((chosen) => { localStorage.setItem('lianyi.language', JSON.stringify({ state: { language: chosen }, version: 0 })) }, language)

test('KEY-6 on the Settings page one\'s own PIN is changed, and changed back', async ({ page, demo }) => {
  await demo.unlock(page, clinic, doctor)
  const pin = demo.pin(clinic, doctor)
  for (const language of languages) {
    await inLanguage(page, language)
    await page.reload()
    await page.evaluate(() => { location.hash = '#/settings' })
    await page.getByRole('button', { name: /改我的 PIN|Change my PIN/ }).click()
    await page.getByLabel(/新 PIN|New PIN/).fill('123456')
    await page.getByLabel(/再输一遍|Once more/).fill('123457')
    await expect(page.getByText(/太好猜|Too easy/)).toBeVisible()
    await expectGoodLooks(page, language, 'settings-pin')
  }
  await inLanguage(page, 'zh')
  await page.reload()
  await page.evaluate(() => { location.hash = '#/settings' })
  for (const [old, next] of [[pin, '864209'], ['864209', pin]] as const) {
    await page.getByRole('button', { name: /改我的 PIN/ }).click()
    await page.getByLabel('现在的 PIN').fill(old)
    await page.getByLabel('新 PIN').fill(next)
    await page.getByLabel('再输一遍').fill(next)
    await page.getByRole('button', { name: '记住' }).first().click()
    await expect(page.getByText(`${doctor}的新 PIN 已记住`).first()).toBeVisible()
    await expect(page.getByLabel('现在的 PIN')).toBeHidden()
  }
})

test('KEY-6 who may do less is told who sets a doctor\'s first PIN, and may type the county\'s code for them', async ({ page, demo }) => {
  const keeper = '杨再军'
  await demo.unlock(page, clinic, keeper)
  // In the demo everybody has a PIN everywhere; here the physician of the health centre has never been at this PC.
  await page.route('**/trpc/**', async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, body: (await answer.text()).replaceAll(/("name":"石国华"[^{}]*"slot":)\{[^}]*\}/g, '$1null') })
  })
  for (const language of ['en', 'zh'] as const) {
    await inLanguage(page, language)
    await page.reload()
    await page.evaluate(() => { location.hash = '#/settings' })
    await page.getByRole('button', { name: /(设第一个 PIN|Set the first PIN)[：:] ?石国华/ }).click()
    await expect(page.getByText(/石国华在这里能做的比您多|石国华 may do more here than you/)).toBeVisible()
    await expect(page.getByText(/县信息科|call county IT/).first()).toBeVisible()
    await expectGoodLooks(page, language, 'settings-first-by-code')
  }
  await page.getByLabel('县里给的恢复码').fill('ABCD-EFGH-JKMN')
  await page.getByLabel('新 PIN').fill('864209')
  await page.getByLabel('再输一遍').fill('864209')
  await page.getByRole('button', { name: '记住' }).first().click()
  await expect(page.getByText('没有设成')).toBeVisible()
  await expect(page.getByText(/这个码不对、用过了/)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByLabel('县里给的恢复码')).toBeHidden()
  await page.unrouteAll({ behavior: 'ignoreErrors' })
})

test('KEY-10 who has forgotten the PIN is told what to do, and sets a new one with a code of the county', async ({ page, demo }) => {
  await demo.unlock(page, clinic, doctor)
  const unlock = new UnlockPage(page)
  await unlock.lock()
  for (const language of ['en', 'zh'] as const) {
    await inLanguage(page, language)
    await page.reload()
    await expect(page.getByText(/密钥库|key store/)).toBeVisible()
    await unlock.choose(doctor)
    await expectGoodLooks(page, language, 'unlock-policy')
    await page.getByRole('button', { name: /忘了 PIN|PIN forgotten/ }).click()
    await expectGoodLooks(page, language, 'unlock-forgotten')
  }
  const device = (await demo.county(['device', 'list'])).split('\n').find((row) => row.includes('1 号电脑'))?.split(/\s+/)[0] ?? ''
  const staff = (await demo.dumpCounty()).find((document) => document.kind === 'person' && JSON.stringify(document.body).includes(doctor))?.id ?? ''
  const code = (await demo.county(['device', 'recover', device, '--person', staff, '--reason', '都忘了'])).split('\n')[0] ?? ''
  await page.getByLabel('县里给的恢复码').fill(code)
  // The demo's own again: others unlock with it after this.
  const pin = demo.pin(clinic, doctor)
  await page.getByLabel('新 PIN').fill(pin)
  await page.getByLabel('再输一遍').fill(pin)
  await page.keyboard.press('Enter')
  await expect(page.getByText('记录都在').first()).toBeVisible()
  await unlock.as(doctor, pin)
  await unlock.expectOpen(doctor)
})

test('KEY-8 a lease near its end is told on Today and on the unlock page, and one that is over asks for a code', async ({ page, demo }) => {
  await demo.unlock(page, clinic, doctor)
  await page.route('**/trpc/**', async (route) => {
    if (route.request().url().includes('session.unlock')) {
      await route.fulfill({ contentType: 'application/json', body: JSON.stringify([{ result: { data: { ok: false, reason: 'leaseOver', endsAt: '2026-11-20T09:00:00+08:00' } } }]) })
      return
    }
    const answer = await route.fetch()
    const body = (await answer.text()).replaceAll(/"lease":\{[^}]*\}/g, '"lease":{"daysLeft":3,"endsAt":"2026-12-02T09:00:00+08:00","isOver":false,"isNear":true}')
    await route.fulfill({ response: answer, body })
  })
  const unlock = new UnlockPage(page)
  for (const language of languages) {
    await inLanguage(page, language)
    await page.reload()
    await expect(page.getByText(/还有 3 天|within 3 days/).first()).toBeVisible()
    await expectGoodLooks(page, language, 'today-lease')
    // The code that Today speaks of can be typed while the PC is open.
    await page.evaluate(() => { location.hash = '#/settings' })
    await page.getByRole('button', { name: /输入延期码|extension code/ }).click()
    await page.getByLabel(/县里给的延期码|Extension code/).fill('ABCD')
    await page.getByRole('button', { name: /用这个码|Use this code/ }).click()
    await expect(page.getByText(/长短不对|Not the right length/)).toBeVisible()
    await expectGoodLooks(page, language, 'settings-lease')
    await page.evaluate(() => { location.hash = '#/today' })
  }
  await unlock.lock()
  for (const language of languages) {
    await inLanguage(page, language)
    await page.reload()
    await expect(page.getByText(/还有 3 天|within 3 days/).first()).toBeVisible()
    await unlock.as(doctor, demo.pin(clinic, doctor))
    await expect(page.getByText(/太久没有与县里联通，先不能|has not been heard from/)).toBeVisible()
    await expectGoodLooks(page, language, 'unlock-lease-over')
  }
  await page.unrouteAll({ behavior: 'ignoreErrors' })
})

test('SYNC-35 a PC that was purged says so on the unlock page, and nothing of unlocking, uploading or a line beside it', async ({ page, demo }) => {
  await page.goto(demo.clinic(clinic).url)
  await new UnlockPage(page).lock()
  await page.route('**/trpc/**', async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, body: (await answer.text()).replaceAll('"purged":null', '"purged":{"at":"2026-11-20T09:00:00+08:00","bundlesHeld":42,"isConfirmed":true}') })
  })
  for (const language of languages) {
    await inLanguage(page, language)
    await page.reload()
    await expect(page.getByRole('heading', { name: /这台电脑已停用|This PC has been retired/ })).toBeVisible()
    await expect(page.getByText(/42 次保存县里已全部收到|all 42 saves made here were at the county/)).toBeVisible()
    await expect(page.getByText(/联通|上传|解锁|exchange|upload|unlock/i)).toHaveCount(0)
    await expectGoodLooks(page, language, 'unlock-purged')
  }
  await page.unrouteAll({ behavior: 'ignoreErrors' })
})
