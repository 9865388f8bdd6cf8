/** Allergies in the words that people say: understood as they are typed, or said not to be. */
import type { Page } from '@playwright/test'
import { test, expect } from './demo.ts'
import { Patients } from './pages/patients.ts'
import { Visit } from './pages/visit.ts'

test.describe.configure({ mode: 'serial' })

const patient = { name: '文百草', birthDate: '1968-04-17', sex: '女' } as const
const unread = '认不出这种药：开药时不会自动核对，请选类别'

let page: Page
test.beforeAll(async ({ browser, demo }) => {
  page = await browser.newPage()
  await demo.unlock(page, 'qingshiping', '吴明礼')
})
test.afterAll(async () => { await page.close() })

test('the class follows the substance, a drug that is not recognised is said so, and food is not', async () => {
  const patients = new Patients(page)
  await patients.openRegister()
  await patients.fillIn(patient)
  await patients.field('药物、食物过敏史').selectOption({ label: '问过，有' })
  const [classes, substances] = [patients.field('类别'), patients.field('过敏物')]
  await substances.first().fill('白色药片')
  await expect(patients.main.getByText(unread)).toBeVisible()
  await substances.first().fill('复方新诺明')
  await expect(classes.first()).toHaveValue('sulfonamide-antibiotic')
  await expect(patients.main.getByText(unread)).toHaveCount(0)
  await patients.field('程度').first().selectOption({ label: '严重' })

  await patients.main.getByRole('button', { name: '再加一条' }).click()
  await substances.nth(1).fill('花生')
  await expect(classes.nth(1)).toHaveValue('non-drug')

  await patients.main.getByRole('button', { name: '再加一条' }).click()
  await substances.nth(2).fill('芬必得')
  await expect(classes.nth(2)).toHaveValue('NSAID')
  await classes.nth(2).selectOption({ label: '其他' })
  await substances.nth(2).fill('白色药片')
  await expect(patients.main.getByText(unread)).toBeVisible()
  await expect(classes.nth(2)).toHaveValue('other')
  await patients.save()
  await patients.expectChartOf(patient.name)
})

test('the visit refuses the drug by its everyday name, and says once what it does not check', async () => {
  const visit = new Visit(page)
  await visit.begin()
  await visit.addDrug('ffhajez', /^复方磺胺甲噁唑片/)
  await expect(visit.alert('患者对复方新诺明过敏')).toContainText('这一条不能越过')
  await visit.addDrug('aqms', /^阿奇霉素片/)
  await expect(visit.alert('过敏史里的“白色药片”没有自动核对')).toHaveCount(1)
  await expect(visit.alert('花生')).toHaveCount(0)
})
