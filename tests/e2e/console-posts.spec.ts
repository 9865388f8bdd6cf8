/** What a county post does not allow is neither offered nor asked for: every page of the console as each of the four; pictures in test-results/looks. */
import type { Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { organisationOf } from '../../tools/demo/county/organisations.ts'
import { anAccount } from '../builders/anAccount.ts'
import { aConsoleCounty, auditor, informatics, office, type ConsoleCounty } from './aConsoleCounty.ts'
import { expectGoodLooks } from './pages/looks.ts'

test.describe.configure({ timeout: 240_000 })

const analyst = { login: '冉分析', password: 'purple otter 51 rain', role: 'regionalAnalyst' } as const
/** Who sees the list of PCs, and that of reviews. */
const seesPcs: readonly string[] = ['countyOffice', 'countyIt']

let county: ConsoleCounty
test.beforeAll(async () => {
  test.setTimeout(300_000)
  county = await aConsoleCounty()
  await anAccount(county.server().county, { ...analyst, countyId: organisationOf('county').id })
})
test.afterAll(async () => { await county.close() })

async function logIn(page: Page, { login, password }: { readonly login: string; readonly password: string }): Promise<void> {
  await page.goto(county.url)
  await page.getByRole('textbox', { name: /账号|Account/ }).fill(login)
  await page.getByLabel(/密码|Password/).fill(password)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/全县今日|County today/)
}

const refusals = async () => county.server().county.db.selectFrom('auditEntry').select(['actorName', 'about', 'detail']).where('action', '=', 'act.refused').execute()

for (const who of [office, informatics, auditor, analyst] as const) {
  test(`PERM-5 AUDIT-8 who opens every page as ${who.role} asks for nothing that the post does not allow`, async ({ page }) => {
    await page.setViewportSize({ width: 1366, height: 768 })
    await logIn(page, who)
    const [device, person] = await Promise.all([
      county.server().county.db.selectFrom('device').select('id').limit(1).executeTakeFirstOrThrow(), county.server().county.db.selectFrom('person').select('id').limit(1).executeTakeFirstOrThrow(),
    ])
    const pages = [
      'today', 'organisations', 'patients', `chart/${county.patientId}`, 'reviews', 'reviews/quarantined', 'reviews/resolved', 'devices', `devices/${device.id}`,
      'people', `people/${person.id}`, 'roles', 'roles/auditor', 'audit', 'settings',
    ]
    const open = async (to: string) => {
      await page.evaluate((hash) => { location.hash = hash }, `#/${to}`)
      await page.reload()
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      // What a page asks for stands in its requests: the last of them is answered.
      await page.waitForFunction(() => performance.getEntriesByType('resource').every((entry) => entry.duration > 0 || entry.name.includes('/events')))
      await page.waitForTimeout(300)
    }
    for (const to of pages) await open(to)
    for (const language of ['en', 'zh'] as const) {
      await page.evaluate((chosen) => { localStorage.setItem('lianyi.console.language', JSON.stringify({ state: { language: chosen }, version: 0 })) }, language)
      await open(`organisations/${organisationOf('qingshiping').id}`)
      await expect(page.getByRole('heading', { name: /登记的电脑|Its PCs/ })).toHaveCount(seesPcs.includes(who.role) ? 1 : 0, { timeout: 5_000 })
      const side = page.getByRole('complementary')
      await expect(side.getByText(/待核对 \d+ 件|\d+ to review/)).toBeVisible()
      await expect(side.getByRole('button', { name: /待核对 \d+ 件|\d+ to review/ })).toHaveCount(seesPcs.includes(who.role) ? 1 : 0, { timeout: 5_000 })
      await expectGoodLooks(page, language, `console-organisations-${who.role}`)
      await open('today')
      await expect(page.getByRole('row', { selected: true })).toHaveText(seesPcs.includes(who.role) ? /Enter/ : /^((?!Enter).)*$/)
      await expectGoodLooks(page, language, `console-today-${who.role}`)
    }
    expect(await refusals()).toEqual([])
  })
}
