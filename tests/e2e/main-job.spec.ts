/** The main job of a village doctor, from the PIN to the takings of the day, at one PC. */
import type { Page } from '@playwright/test'
import { anIdentityNumber } from '@lianyi/tests/builders/aPatient'
import { test, expect } from './demo.ts'
import { Dispense } from './pages/dispense.ts'
import { Patients } from './pages/patients.ts'
import { pressF8, Shell } from './pages/shell.ts'
import { Stock } from './pages/stock.ts'
import { UnlockPage } from './pages/unlock.ts'
import { Visit } from './pages/visit.ts'

test.describe.configure({ mode: 'serial' })

const doctor = '吴明礼'
const identityNumber = anIdentityNumber('1959-02-14', 'male', 871)
const patient = {
  name: '龙再富', identityNumber, phone: '138 0851 7746', village: '青石坪', group: '三组',
  allergies: [
    { class: '青霉素类', substance: '青霉素', reaction: '喉头水肿', severity: '严重' },
    { class: '解热镇痛药（阿司匹林类）', substance: '布洛芬', reaction: '皮疹', severity: '轻' },
  ],
} as const
const drug = '左氧氟沙星片'
const [early, late] = ['LY2701', 'LY2809']

let page: Page
test.beforeAll(async ({ browser }) => { page = await browser.newPage() })
test.afterAll(async () => { await page.close() })

test('a wrong PIN says how many tries are left and closes for a moment; the right one opens', async ({ demo }) => {
  const unlock = new UnlockPage(page)
  await page.goto(demo.clinic('qingshiping').url)
  await unlock.lock()
  await expect(page.getByText('断网也能解锁、看病')).toBeVisible()

  await unlock.as(doctor, '999999')
  await expect(unlock.hint).toContainText('不对，还能试 4 次。记录都在，不会丢。')
  await unlock.type('000000')
  await expect(unlock.hint).toContainText('还能试 3 次')
  await unlock.type('111111')
  await expect(unlock.hint).toContainText(/还能试 2 次.*请等 \d 秒再试/)
  await expect(page.getByRole('button', { name: /^解锁/ })).toBeDisabled()
  await unlock.expectKeysInPin(() => page.getByRole('button', { name: 'English' }).click())
  await unlock.expectKeysInPin(() => page.getByRole('button', { name: '中文' }).click())
  await unlock.expectKeysInPin(() => unlock.choose(doctor))
  await unlock.type(demo.pin('qingshiping', doctor))
  await unlock.expectOpen(doctor)
})

test('a resident is registered: the identity number gives birth date and sex', async () => {
  const patients = new Patients(page)
  await patients.openRegister()
  await patients.field('姓名').fill(patient.name)
  await patients.field('证件号').fill(`${identityNumber.slice(0, 17)}${identityNumber.endsWith('1') ? '2' : '1'}`)
  await page.keyboard.press('Tab')
  await expect(patients.main.getByRole('alert')).toHaveText(/校验位不对/)

  await patients.field('证件号').fill(identityNumber)
  await page.keyboard.press('Tab')
  await expect(patients.field('出生日期')).toHaveValue('1959-02-14')
  await expect(patients.field('性别')).toHaveValue('male')

  // A village that was picked leads on to the group; nothing is typed over it, and Delete takes it away.
  const village = patients.field('村（居）')
  await village.fill('qsp')
  await expect(page.getByRole('option', { name: '云岭镇青石坪村' })).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(patients.field('组')).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.type('3')
  await page.keyboard.press('Enter')
  await expect(village).toHaveValue('')
  await expect(patients.main.getByRole('button', { name: '去掉 云岭镇青石坪村' })).toBeVisible()
  await expect(patients.field('组')).toBeFocused()
  await village.press('Delete')
  await expect(patients.main.getByRole('button', { name: '去掉 云岭镇青石坪村' })).toHaveCount(0)

  await patients.fillIn(patient)
  await patients.save()
  await patients.expectChartOf(patient.name)
  await expect(patients.banner).toContainText(/青霉素.*喉头水肿/)
  await expect(patients.banner).toContainText('布洛芬')
  await expect(patients.main).toContainText('云岭镇青石坪村三组')
})

test('a likely duplicate is shown before the save, with what makes it likely', async () => {
  const patients = new Patients(page)
  await patients.openRegister()
  await patients.fillIn({ name: patient.name, birthDate: '19590214', sex: '男' })
  const side = patients.main.getByRole('complementary')
  await expect(side).toContainText(patient.name)
  await expect(side).toContainText('姓名、出生日期相同')
  await patients.save()
  await expect(patients.dialog).toContainText('先看一眼，是同一人吗？')
  await patients.dialog.getByRole('button', { name: /是同一人，打开/ }).first().click()
  await patients.expectChartOf(patient.name)
})

test('the same identity number is never registered twice', async () => {
  const patients = new Patients(page)
  await patients.openRegister()
  await patients.field('姓名').fill('龙再发')
  await patients.field('证件号').fill(identityNumber)
  await page.keyboard.press('Tab')
  await expect(patients.main.getByText('同一证件号，不能重复建档').first()).toBeVisible()
  await patients.save()
  await expect(patients.dialog.getByRole('button', { name: /照样建档/ })).toHaveCount(0)
  await page.keyboard.press('Escape')
  await patients.action('清空重填').click()
})

for (const [how, query] of [['initials', 'lzf'], ['full pinyin', 'longzaifu'], ['the end of the phone', '7746'], ['the identity number', identityNumber], ['its last four digits', identityNumber.slice(-4)], ['name and village in any order', '青石坪 再富']] as const) {
  test(`the resident is found by ${how}`, async () => {
    const patients = new Patients(page)
    await patients.find(query)
    await expect(patients.hit(patient.name)).toHaveCount(1)
    await expect(patients.hit(patient.name)).toContainText('过敏')
  })
}

test('two lots are received, and the shelf shows them first expired first', async () => {
  const stock = new Stock(page)
  await stock.receive({ drug, lot: late, expiry: '2028-09', packs: '2', cost: '7.20' }, { drug, lot: early, expiry: '2027-11', packs: '1', cost: '7.00' })
  await stock.open()
  await stock.search(drug)
  await expect(stock.row(drug)).toContainText('3 盒')
  await expect(stock.row(/批号 LY/).first()).toContainText(early)
  await expect(stock.row(late)).toContainText('2 盒')
})

test('vital signs are judged as they are typed: out of range, and impossible', async () => {
  const [patients, visit] = [new Patients(page), new Visit(page)]
  await patients.open(identityNumber, patient.name)
  await visit.begin()

  await visit.writeVitals({ 体温: '365' })
  await expect(visit.main.getByRole('alert').filter({ hasText: '是 36.5 吗？' })).toBeVisible()
  await visit.field('体温').focus()
  await page.keyboard.press('Alt+Y')
  await expect(visit.field('体温')).toHaveValue('36.5')

  await visit.writeVitals({ 脉搏: '0', 呼吸: '0' })
  await expect.poll(() => visit.hintOf('脉搏')).toContain('不可能的值')
  await expect.poll(() => visit.hintOf('呼吸')).toContain('不可能的值')

  await visit.writeVitals({ 脉搏: '700', 血压: '168/96', 呼吸: '18', 血氧: '97' })
  await expect(visit.field('脉搏')).toHaveAttribute('aria-invalid', 'true')
  await expect.poll(() => visit.hintOf('血压')).toContain('2 级')
  await expect(visit.foot).toContainText('1 项体征填得不对')
  await expect(visit.sign).toBeDisabled()
  await visit.writeVitals({ 脉搏: '78' })
  await expect(visit.field('脉搏')).not.toHaveAttribute('aria-invalid', 'true')
  await expect(visit.main.getByLabel('NEWS2')).toHaveValue('0')
})

test('a diagnosis is found by its initials', async () => {
  const visit = new Visit(page)
  await visit.field('主诉').fill('头昏、咳嗽 3 天')
  await visit.field('查体').fill('双肺呼吸音粗')
  await visit.diagnose('jxzqgy', /^J20\.900/)
  await expect(visit.main.getByText('J20.900 急性支气管炎')).toBeVisible()
})

test('a severe allergy refuses the drug at once, and offers what may stand in its place', async () => {
  const visit = new Visit(page)
  await visit.addDrug('amxl', /^阿莫西林胶囊/)
  await expect(visit.alert('患者对青霉素过敏')).toContainText('这一条不能越过')
  await visit.write({ drug: '阿莫西林胶囊', dose: '0.5', frequency: '每日 3 次', days: '3' })
  await expect(visit.foot).toContainText('1 项禁忌未处理')
  await expect(visit.sign).toBeDisabled()
  await visit.alert('患者对青霉素过敏').getByRole('button').first().click()
  await expect(visit.alert('患者对青霉素过敏')).toHaveCount(0)
  // It comes with the dose that it was offered with, and the caret stands there.
  await expect(visit.main.getByLabel(/ 单次$/).first()).toBeFocused()
  await expect(visit.main.getByLabel(/ 单次$/).first()).not.toHaveValue('')
  await expect(visit.main.getByLabel(/ 频次$/).first()).not.toHaveValue('')
  await visit.main.getByRole('button', { name: /^删去 / }).first().click()
  await expect(visit.cell('阿莫西林胶囊', '单次')).toHaveCount(0)
})

test('the quantity follows dose, frequency and days, until somebody writes another', async () => {
  const visit = new Visit(page)
  await visit.prescribe('zyfsx', { drug, dose: '0.2', frequency: '每日 2 次', days: '5' })
  await expect(visit.cell(drug, '数量')).toHaveValue('20')
  await visit.cell(drug, '天数').fill('6')
  await expect(visit.cell(drug, '数量')).toHaveValue('24')
  await visit.cell(drug, '数量').fill('20')
  await page.keyboard.press('Tab')
  await visit.cell(drug, '天数').fill('5')
  await expect(visit.cell(drug, '数量')).toHaveValue('20')
})

test('more days than the law allows cannot be signed', async () => {
  const visit = new Visit(page)
  await visit.cell(drug, '天数').fill('15')
  await expect(visit.alert('最多 7 天').or(visit.alert('超过 7 天')).first()).toBeVisible()
  await expect(visit.sign).toBeDisabled()
  await visit.cell(drug, '天数').fill('5')
  await expect(visit.alert(/7 天/)).toHaveCount(0)
})

test('a mild allergy can be set aside with a written reason, which the prescription keeps', async () => {
  const visit = new Visit(page)
  await visit.prescribe('blf', { drug: '布洛芬缓释胶囊', dose: '0.3', frequency: '每日 2 次', days: '3' })
  const alert = visit.alert('患者对布洛芬过敏')
  await expect(alert).toBeVisible()
  await expect(visit.sign).toBeDisabled()
  await alert.getByRole('button', { name: '仍要使用，写明理由' }).click()
  await alert.getByRole('textbox').fill('  ')
  await page.keyboard.press('Enter')
  await expect(alert).toContainText('请写明理由')
  await expect(alert.getByRole('textbox')).toBeFocused()
  await alert.getByRole('textbox').fill('去年再用过，没有皮疹')
  // Without Enter: what stands in the field is the reason.
  await expect(visit.sign).toBeEnabled()
  await page.keyboard.press('Escape')
  await expect(visit.sign).toBeDisabled()
  await alert.getByRole('button', { name: '仍要使用，写明理由' }).click()
  await alert.getByRole('textbox').fill('去年再用过，没有皮疹')
  await expect(visit.sign).toBeEnabled()
  await page.keyboard.press('Enter')
  await expect(visit.main.getByText('已写明理由：去年再用过，没有皮疹')).toBeVisible()
})

test('signed, the drugs are given out first expired first out', async () => {
  const [visit, dispense] = [new Visit(page), new Dispense(page)]
  await visit.signAndDispense()
  await expect(dispense.quantity(drug, early)).toHaveValue('12')
  await expect(dispense.quantity(drug, late)).toHaveValue('8')
  await expect(dispense.action('确认发药')).toBeDisabled()
  await expect(dispense.foot).toContainText('四查差 4 项')

  // The slip is printed in between: what was entered stays.
  await dispense.quantity(drug, late).fill('7')
  await dispense.press('F6', 'F6')
  await dispense.pay('扫码')
  await page.keyboard.press('Control+P')
  await expect(dispense.main.getByRole('article')).toContainText('处方笺')
  await page.keyboard.press('Escape')
  await expect(dispense.quantity(drug, late)).toHaveValue('7')
  await expect(dispense.foot).toContainText('四查差 2 项')
  await expect(dispense.main.getByRole('radio', { name: '扫码' })).toBeChecked()
  await dispense.quantity(drug, late).fill('8')
  await dispense.giveOut()
})

test('the slip has what the law asks for', async () => {
  const shell = new Shell(page)
  await page.keyboard.press('Control+P')
  const slip = shell.main.getByRole('article')
  for (const words of ['云岭镇青石坪村卫生室', '处方笺', patient.name, '67 岁', '138 0851 7746', '急性支气管炎', '青霉素', drug, '20 片', '以下空白', doctor, '处方当日有效']) {
    await expect(slip).toContainText(words)
  }
  await page.keyboard.press('Escape')
})

test('stock fell in the same save: the first lot is used up, the second opened', async () => {
  const stock = new Stock(page)
  await stock.open()
  await stock.search(drug)
  await expect(stock.row(drug)).toContainText('1 盒 4 片')
  await expect(stock.row(late)).toContainText('1 盒 4 片')
})

test('more than the lot holds is not written off, and said so when the field is left', async () => {
  await page.keyboard.press('F6')
  const dialog = page.getByRole('dialog', { name: `报损 ${drug}` })
  await dialog.getByRole('textbox', { name: '报损数量' }).fill('999')
  await page.keyboard.press('Tab')
  await expect(dialog).toContainText(/本机只有 \d+/)
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
})

test('a shelf is counted, and the difference becomes a move', async () => {
  const stock = new Stock(page)
  await stock.openCount()
  await stock.counted(drug, late).fill('1+2')
  await expect(stock.row(late)).toContainText('少 2 片')
  await pressF8(page)
  await stock.expectToast(/已存盘点，改了 1 个批号的账/)
  await stock.search(drug)
  await expect(stock.row(late)).toContainText('1 盒 2 片')
})

test('today shows the visit, its diagnosis, that drugs were given, and the takings', async () => {
  const shell = new Shell(page)
  await shell.go('今日')
  const row = shell.main.getByRole('row').filter({ hasText: patient.name })
  await expect(row).toContainText('急性支气管炎')
  await expect(row).toContainText('已发药')
  await expect(shell.main.getByText(/[1-9]\d* 人次/)).toBeVisible()
})

test('the line speaks in words: held by the county, waiting without a line, held again', async ({ demo }) => {
  const [shell, patients] = [new Shell(page), new Patients(page)]
  await expect(shell.line).toContainText('全部已保存')
  await expect(shell.line).toContainText('县里已全部收到')
  await demo.cutLine('qingshiping')
  await patients.register({ name: '杨断网', birthDate: '1970-05-06', sex: '女' })
  await expect(shell.line).toContainText('全部已保存')
  await expect(shell.line).toContainText('1 条等待上传')
  await demo.restoreLine('qingshiping')
  await expect(shell.line).toContainText('县里已全部收到', { timeout: 40_000 })
})

test('Ctrl+L locks the screen and leaves nothing of the patient on it', async () => {
  await page.keyboard.press('Control+L')
  await expect(page.getByRole('heading', { name: '谁在用？' })).toBeVisible()
  await expect(page.getByText(patient.name)).toHaveCount(0)
})
