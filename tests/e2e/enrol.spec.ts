/** A PC out of its box: the county's code typed on its first page, a PIN, and the first patient found; pictures in test-results/looks. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openFront } from '@lianyi/desktop/host/front'
import { fileKeyStore } from '@lianyi/desktop/host/index'
import type { WebShell } from '@lianyi/desktop/web/index'
import { startWebShell } from '@lianyi/desktop/web/index'
import { organisationOf } from '../../tools/demo/county/organisations.ts'
import type { Demo } from './demo.ts'
import { test, expect } from './demo.ts'
import { typeCode } from './pages/enrol.ts'
import { expectGoodLooks, listenToComplaints } from './pages/looks.ts'
import { Patients } from './pages/patients.ts'

test.describe.configure({ mode: 'serial', timeout: 240_000 })

const root = join(import.meta.dirname, '..', '..')
const languages = ['zh', 'en'] as const
let dataDir = ''
let shell: WebShell

test.beforeAll(async ({ demo }) => {
  dataDir = mkdtempSync(join(tmpdir(), 'lianyi-new-pc-'))
  const host = openFront({ dataDir, resourcesDir: join(root, 'resources'), keyStore: fileKeyStore(join(dataDir, 'keystore')), countyUrl: demo.file.county.url })
  shell = await startWebShell({ host, dataDir, rendererDir: join(root, 'apps/desktop/out/renderer'), port: 0 })
})
test.afterAll(async () => {
  await shell.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const codeOf = async (demo: Demo): Promise<string> => (await demo.county(['device', 'code', organisationOf('qingshiping').id])).trim()

test('DEV-13 a wrong code, an address without a county, and no line are told in words, and what was typed stays', async ({ page, demo }) => {
  await page.goto(shell.url)
  for (const language of languages) {
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(language === 'zh' ? '登记这台电脑' : 'Enrol this PC')
    await expect(page.getByLabel(/^登记码$|^Enrolment code$/)).toBeFocused()
    await expectGoodLooks(page, language, 'enrol-empty')
    await typeCode(page, '7KQM-X2PD-94HA', '新诊室电脑')
    await expect(page.getByRole('alert')).toContainText(language === 'zh' ? /最多还能试 \d 次/ : /at most \d more tries/)
    await expectGoodLooks(page, language, 'enrol-refused')
    const address = page.getByLabel(/^县里的地址$|^Address of the county$/)
    await address.fill('http://127.0.0.1:9')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('alert')).toContainText(language === 'zh' ? '没有联上县里' : 'was not reached')
    await expect(page.getByLabel(/^这台电脑叫什么$|^Name of this PC$/)).toHaveValue('新诊室电脑')
    await address.fill(demo.file.county.url)
    if (language === 'zh') await page.getByRole('button', { name: 'English' }).click()
    await page.reload()
  }
  await page.getByRole('button', { name: '中文' }).click()
})

test('DEV-12 from nothing to the first patient found, by the keys alone', async ({ page, demo }) => {
  const complaints = listenToComplaints(page)
  await page.goto(shell.url)
  await typeCode(page, await codeOf(demo), '新诊室电脑')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('您是哪一位？')
  const pin = page.getByLabel('新 PIN')
  await expect(pin).toBeFocused()
  await expect(page.getByRole('radio', { checked: true })).toContainText('吴明礼')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('radio', { checked: true })).not.toContainText('吴明礼')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.type('123456')
  await expect(page.getByText(/太好猜/)).toBeVisible()
  await pin.fill('864209')
  await page.keyboard.press('Tab')
  await page.keyboard.type('864209')
  await expectGoodLooks(page, 'zh', 'enrol-first-person')
  await page.getByRole('button', { name: 'English' }).click()
  await expectGoodLooks(page, 'en', 'enrol-first-person')
  await page.getByRole('button', { name: '中文' }).click()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('navigation')).toBeVisible()
  await expect(page.getByText('吴明礼').first()).toBeVisible()
  const resident = (await demo.dumpCounty()).find(({ kind, body }) => kind === 'patient' && body['homeId'] === organisationOf('qingshiping').id)
  const name = (resident?.body['identity'] as { readonly name: string } | undefined)?.name ?? ''
  const patients = new Patients(page)
  await patients.find(name)
  await expect(patients.hit(name).first()).toBeVisible({ timeout: 90_000 })
  await page.keyboard.press('Enter')
  await expect(patients.banner.getByRole('heading', { name })).toBeVisible()
  expect(complaints).toEqual([])
})
