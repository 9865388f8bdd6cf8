/** The exchange by USB stick, on the settings page, with no line at all: a file out, the county's command line, a file in. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { Demo } from './demo.ts'
import { test, expect } from './demo.ts'
import { Console } from './pages/console.ts'
import type { Language } from './pages/looks.ts'
import { expectGoodLooks } from './pages/looks.ts'
import { Patients } from './pages/patients.ts'
import { Shell } from './pages/shell.ts'

test.describe.configure({ mode: 'serial', timeout: 240_000 })

const clinic = 'qingshiping'
const patient = { name: '龙带走', birthDate: '1958-07-02', sex: '男', phone: '13800009021', allergies: [] } as const

test('LINE-21 what waits goes to the county in a file and is settled by the file that comes back, while the line is cut', async ({ browser, demo }) => {
  const folder = mkdtempSync(join(tmpdir(), 'lianyi-stick-'))
  const page = await browser.newPage()
  await demo.unlock(page, clinic, '吴明礼')
  await demo.waitUntilQuiet(clinic)
  await demo.cutLine(clinic)
  await new Patients(page).register(patient)
  await page.evaluate(() => { location.hash = '#/settings' })
  const shell = new Shell(page)
  await look(page, 'stick')

  const [download] = await Promise.all([page.waitForEvent('download'), shell.main.getByRole('button', { name: '存成文件，带到县里' }).click()])
  const out = join(folder, download.suggestedFilename())
  await download.saveAs(out)
  const taken = await demo.county(['parcel', 'in', out])
  expect(taken).toMatch(/accepted [1-9]/)
  const back = join(folder, 'back.parcel')
  const [deviceId = ''] = /[0-9a-f-]{36}/.exec(taken) ?? []
  await demo.county(['parcel', 'out', back, '--device', deviceId])
  expect(await isWaiting(demo, patient.name)).toBe(true)

  await shell.main.locator('input[type=file]').setInputFiles(out)
  await expect(shell.main.getByText('这是本机要带到县里的文件')).toBeVisible()
  await shell.main.locator('input[type=file]').setInputFiles(back)
  await expect(shell.main.getByText(/收到回执 [1-9]\d* 个/)).toBeVisible()
  await look(page, 'stick-read')
  // Who looked at the chart since is a bundle of its own, and may wait already.
  expect(await isWaiting(demo, patient.name)).toBe(false)
  expect((await demo.line(clinic)).problem?.code).toBe('offline')

  await shell.main.getByRole('textbox', { name: '一直插着的 U 盘' }).fill(join(folder, 'none'))
  await shell.main.getByRole('button', { name: '记住' }).click()
  await expect(shell.main.getByText('没有这个文件夹')).toBeVisible()
  await shell.main.getByRole('textbox', { name: '一直插着的 U 盘' }).fill(folder)
  await shell.main.getByRole('button', { name: '记住' }).click()
  await expect(shell.main.getByText('没有这个文件夹')).toHaveCount(0)

  // And at the county's office, in the console: handed in, and what goes back is saved at once.
  await new Patients(page).register({ ...patient, name: '龙再带', phone: '13800009022' })
  await page.evaluate(() => { location.hash = '#/settings' })
  const [again] = await Promise.all([page.waitForEvent('download'), shell.main.getByRole('button', { name: '存成文件，带到县里' }).click()])
  const second = join(folder, 'second.parcel')
  await again.saveAs(second)
  const office = await browser.newPage()
  await new Console(office).logIn(demo.file.county.url, found(demo.file.county.users[0]).name)
  await office.evaluate(() => { location.hash = '#/devices' })
  const [returned] = await Promise.all([office.waitForEvent('download'), office.locator('input[type=file]').setInputFiles(second)])
  await expect(office.getByText(/收下 [1-9]\d* 次保存/)).toBeVisible()
  await look(office, 'console-stick')
  const returnedPath = join(folder, 'returned.parcel')
  await returned.saveAs(returnedPath)
  await office.locator('input[type=file]').setInputFiles(returnedPath)
  await expect(office.getByText('这是县里给诊所电脑的文件')).toBeVisible()
  await shell.main.locator('input[type=file]').setInputFiles(returnedPath)
  await expect.poll(async () => isWaiting(demo, '龙再带')).toBe(false)
  await office.close()

  const english = await (await browser.newContext()).newPage()
  await english.addInitScript(() => { localStorage.setItem('lianyi.language', JSON.stringify({ state: { language: 'en' }, version: 0 })) })
  await english.goto(`${demo.clinic(clinic).url.split('#')[0] ?? ''}#/settings`)
  await expect(english.getByText('A stick that stays in this PC')).toBeVisible()
  await look(english, 'stick', 'en')

  // LINE-23: one that was pulled out is told here and on the day's page, with what to do.
  const pulled = join(folder, 'pulled')
  mkdirSync(pulled)
  const named = english.getByRole('textbox', { name: 'A stick that stays in this PC' })
  await named.fill(pulled)
  await english.getByRole('button', { name: 'Keep', exact: true }).click()
  await expect(english.getByText('Never written yet.')).toBeVisible()
  // Another folder was kept before: until this one is, it must be there.
  await expect(english.getByText('Kept', { exact: true })).toBeVisible()
  rmSync(pulled, { recursive: true })
  await page.reload()
  await expect(shell.main.getByText('请把 U 盘插回去')).toBeVisible()
  await shell.main.getByText('请把 U 盘插回去').scrollIntoViewIfNeeded()
  await look(page, 'stick-pulled')
  await page.evaluate(() => { location.hash = '#/today' })
  await expect(shell.main.getByText('请把 U 盘插回去')).toBeVisible()
  await shell.main.getByRole('button', { name: '现在上传' }).scrollIntoViewIfNeeded()
  await look(page, 'stick-pulled-today')
  await english.reload()
  await expect(english.getByText('put the stick back')).toBeVisible()
  await english.getByText('put the stick back').scrollIntoViewIfNeeded()
  await look(english, 'stick-pulled', 'en')
  await english.evaluate(() => { location.hash = '#/today' })
  await expect(english.getByText('put the stick back')).toBeVisible()
  await english.getByRole('button', { name: 'Send now' }).scrollIntoViewIfNeeded()
  await look(english, 'stick-pulled-today', 'en')
  await page.evaluate(() => { location.hash = '#/settings' })
  await shell.main.getByRole('textbox', { name: '一直插着的 U 盘' }).fill('')
  await shell.main.getByRole('button', { name: '记住' }).click()
  await demo.restoreLine(clinic)
  await demo.waitUntilQuiet(clinic)
  await page.close()
  await english.context().close()
  rmSync(folder, { recursive: true, force: true })
})

const isWaiting = async (demo: Demo, name: string): Promise<boolean> =>
  found((await demo.dumpClinic(clinic)).find(({ kind, body }) => kind === 'patient' && (body['identity'] as { readonly name: string }).name === name)).waiting

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the demo has none')
  return value
}

async function look(page: Page, name: string, language: Language = 'zh'): Promise<void> {
  await page.waitForTimeout(300)
  await expectGoodLooks(page, language, name)
}
