/** Bad input gets a clear error at its field, and everything else that was typed stays. */
import type { Page } from '@playwright/test'
import { anIdentityNumber } from '@lianyi/tests/builders/aPatient'
import { test, expect } from './demo.ts'
import { Chart } from './pages/chart.ts'
import { Dispense } from './pages/dispense.ts'
import { Patients } from './pages/patients.ts'
import { Stock } from './pages/stock.ts'
import { Visit } from './pages/visit.ts'
import { pressF8 } from './pages/shell.ts'

const doctor = '吴明礼'
const clinic = 'qingshiping'

let page: Page
test.beforeAll(async ({ browser, demo }) => {
  page = await browser.newPage()
  await demo.unlock(page, clinic, doctor)
})
test.afterAll(async () => { await page.close() })

test.describe('registering', () => {
  for (const [what, field, typed, words] of [
    ['a day that does not exist', '出生日期', '1959-02-30', '不是一个日期'],
    ['a day to come', '出生日期', '2099-01-01', '在今天之后'],
    ['an age of two centuries', '出生日期', '1801-01-01', '早于 150 年前'],
    ['a number with another check digit', '证件号', anIdentityNumber('1959-02-14', 'female').replace(/.$/, (last) => (last === '1' ? '2' : '1')), '校验位不对'],
    ['a number that is too short', '证件号', '52229919590214', '是 14 位，应为 18 位'],
    ['a number with a day that does not exist', '证件号', '522299195902300011', '出生日期不存在'],
    ['letters in a phone', '电话', '138abc', '只能是数字'],
    ['a phone that is too short', '电话', '1385', '位数不对'],
    ['a record number of other length', '档案号', '12345', '是 5 位，应为 17 位'],
  ] as const) {
    test(`${what} is refused at its field`, async () => {
      const patients = new Patients(page)
      await patients.openRegister()
      await patients.action('清空重填').click()
      await patients.field('姓名').fill('试错人')
      await patients.field(field).fill(typed)
      await page.keyboard.press('Tab')
      await expect(patients.field(field)).toHaveAttribute('aria-invalid', 'true')
      await expect(patients.main.getByRole('alert').filter({ hasText: words })).toBeVisible()
      await patients.save()
      await expect(patients.foot).toContainText('处要改')
      await expect(patients.field('姓名')).toHaveValue('试错人')
      await patients.action('清空重填').click()
    })
  }

  test('rare characters are names like any other: saved, shown and found', async () => {
    const patients = new Patients(page)
    for (const name of ['杨㛃', '𬱖小龙', '阿布都热合曼·买买提']) {
      await patients.register({ name, birthDate: '1990-01-02', sex: '男' })
      await patients.find(name)
      await expect(patients.hit(name)).toHaveCount(1)
    }
  })

  test('an emoji in a name does no harm: refused in words, or kept as it is', async () => {
    const patients = new Patients(page)
    await patients.openRegister()
    await patients.fillIn({ name: '田笑😀', birthDate: '1990-01-02', sex: '女' })
    await patients.save()
    await expect(patients.main.getByRole('alert').first().or(patients.banner.getByRole('heading', { name: '田笑😀' }))).toBeVisible()
  })

  test('a chronic condition that is typed and not chosen stops the save, with words at its field', async () => {
    const patients = new Patients(page)
    await patients.openRegister()
    await patients.action('清空重填').click()
    await patients.fillIn({ name: '田慢病', birthDate: '1960-01-02', sex: '女' })
    await patients.field('慢性病').fill('高血压')
    await page.keyboard.press('Tab')
    await expect(patients.foot).toContainText('“高血压”写了还没选')
    await patients.save()
    await expect(patients.field('慢性病')).toHaveAttribute('aria-invalid', 'true')
    await expect(patients.main.getByRole('alert').filter({ hasText: '写了还没选' })).toBeVisible()
    await patients.field('慢性病').fill('')
    await patients.save()
    await expect(patients.banner.getByRole('heading', { name: '田慢病' })).toBeVisible()
  })

  test('saved twice with the same key press, somebody is registered once', async () => {
    const patients = new Patients(page)
    await patients.openRegister()
    await patients.fillIn({ name: '冉双击', birthDate: '1988-08-08', sex: '男' })
    await patients.press('F8', 'F8', 'F8')
    await patients.expectChartOf('冉双击')
    await patients.find('冉双击')
    await expect(patients.hit('冉双击')).toHaveCount(1)
  })
})

test('a form that became stale says what it is now, keeps what was typed, and is taken only when asked again', async ({ browser }) => {
  const patients = new Patients(page)
  await patients.register({ name: '石过时', birthDate: '1975-01-01', sex: '男', phone: '13800000001' })
  const other = await (await browser.newContext({ storageState: await page.context().storageState() })).newPage()
  await other.goto(page.url())
  await other.getByRole('tab', { name: '概览' }).waitFor()

  await page.keyboard.press('F4')
  await patients.dialog.getByRole('textbox', { name: '电话', exact: true }).fill('13800000003')
  await new Chart(other).changePhone('13800000002')
  await pressF8(page)
  await expect(patients.dialog).toContainText(/刚被别处改成：138 ?0000 ?0002.*您写的还在；再按 F8，就用您的/)
  await expect(patients.dialog.getByRole('textbox', { name: '电话', exact: true })).toHaveValue(/138 ?0000 ?0003/)
  await pressF8(page)
  await expect(patients.dialog).toHaveCount(0)
  await expect(new Chart(page).fact('电话')).toHaveText('138 0000 0003')
  await other.context().close()
})

test('a note of two megabytes is refused at its field; the visit goes on, and the rest is saved', async () => {
  test.slow()
  const [patients, visit] = [new Patients(page), new Visit(page)]
  await patients.register({ name: '龙长文', birthDate: '1970-07-07', sex: '男' })
  await visit.begin()
  await visit.field('主诉').fill('咳嗽')
  await visit.field('查体').fill('双肺呼吸音清')
  await visit.main.getByRole('textbox', { name: '现病史、既往、家里用的药' }).evaluate((area: HTMLTextAreaElement, text) => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(area, text)
    area.dispatchEvent(new Event('input', { bubbles: true }))
  }, '咳'.repeat(700_000))
  await page.keyboard.press('Control+S')
  await expect(visit.main.getByText(/太长，最多 [\d,]+ 字，没有存/)).toBeVisible({ timeout: 30_000 })
  await expect(visit.sign).toBeDisabled()
  await visit.main.getByRole('textbox', { name: '现病史、既往、家里用的药' }).fill('无')
  await page.keyboard.press('Control+S')
  await expect(visit.main.getByText(/太长/)).toHaveCount(0)
  await page.reload()
  await expect(visit.field('主诉')).toHaveValue('咳嗽')
  await expect(visit.field('查体')).toHaveValue('双肺呼吸音清')
  await expect(visit.main.getByRole('textbox', { name: '现病史、既往、家里用的药' })).toHaveValue('无')
})

test.describe('quantities', () => {
  test('of a receipt: zero, negative, enormous, an expiry in the past', async () => {
    const stock = new Stock(page)
    const drug = '叶酸片'
    await stock.open()
    await stock.openReceipt()
    await stock.writeReceipt({ drug, lot: 'X1', expiry: '2028-01', packs: '0', cost: '1' })
    const cell = (name: string) => stock.main.getByRole('textbox', { name: `${drug} ${name}`, exact: true })
    for (const [name, typed, words] of [
      ['整包', '0', '要大于 0'], ['整包', 'abc', '认不出的数字'], ['整包', '-5', '不能小于 0'], ['整包', '99999999', '太大'], ['整包', '1.5', '要整数'],
      ['效期', '2020-01', '已经过期'], ['效期', '2028-13', '没有这一天'], ['效期', '2072-01', '太远，最多 10 年'], ['进价', '六元', '要写成金额，如 12.50'], ['进价', '-1', '不能小于 0'], ['进价', '999999999999', '太大'],
    ] as const) {
      const good = name === '整包' ? '1' : name === '效期' ? '2028-01' : '1'
      await cell(name).fill(typed)
      // What is typed is told when its field is left; that nothing has come at all, when it is to be saved.
      await page.keyboard.press('Tab')
      if (typed === '0') await pressF8(page)
      await expect(stock.main.getByRole('row').filter({ hasText: words }).last(), `${name} ${typed}`).toBeVisible()
      if (typed === 'abc') {
        await pressF8(page)
        await expect(stock.foot).toContainText('1 处要改')
        await expect(cell(name), 'the caret goes to what is wrong').toBeFocused()
        await expect(stock.main.getByText('整包：认不出的数字')).toBeVisible()
        await expect(cell('整包')).toHaveAccessibleDescription(/认不出的数字/)
      }
      await expect(cell('批号')).toHaveValue('X1')
      await cell(name).fill(good)
    }
    // A second line, of which only the drug was typed and none chosen, is no empty one.
    await page.keyboard.press('F4')
    const picker = stock.main.getByRole('combobox').last()
    await picker.fill('amxl')
    await page.keyboard.press('Tab')
    await pressF8(page)
    await expect(stock.foot).toContainText('处要改')
    await picker.fill('')
    await pressF8(page)
    await stock.expectToast(/已入库 1 行/)
  })

  test('rows that are not written out yet are there again after the page is opened anew', async () => {
    const [patients, visit] = [new Patients(page), new Visit(page)]
    await patients.register({ name: '田半行', birthDate: '1996-06-06', sex: '女' })
    await visit.begin()
    await visit.field('主诉').fill('备孕')
    await visit.addDrug('ys', /^叶酸片/)
    await visit.addDrug('wssc', /^维生素C片/)
    await visit.cell('维生素C片', '单次').fill('0.1')
    await visit.cell('维生素C片', '数量').fill('abc')
    await expect(visit.foot).toContainText('已存本机')
    await page.reload()
    await expect(visit.cell('叶酸片', '单次')).toHaveValue('')
    await expect(visit.cell('维生素C片', '单次')).toHaveValue('0.1')
    await expect(visit.cell('维生素C片', '数量')).toHaveValue('abc')
    await expect(visit.main.getByText('数量：认不出的数字')).toBeVisible()
    await expect(visit.foot).toContainText('处方有 2 行有错或没写完')

    await page.keyboard.press('F4')
    await page.keyboard.type('没有的药')
    await expect(page.getByText(/目录里没有这个药/)).toBeVisible()
    await page.keyboard.press('Enter')
    await expect(page.getByText(/目录里没有这个药/)).toBeVisible()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')

    await page.keyboard.press('F1')
    await expect(page.getByRole('dialog')).toContainText('Ctrl Delete删去光标所在的那一行药')
    await page.keyboard.press('Escape')
    await visit.cell('维生素C片', '单次').focus()
    await page.keyboard.press('Control+Delete')
    await expect(visit.cell('维生素C片', '单次')).toHaveCount(0)
    await expect(visit.foot).toContainText('处方有 1 行没写完')
  })

  test('of a prescription: zero, negative and enormous are never signed', async () => {
    const [patients, visit] = [new Patients(page), new Visit(page)]
    const drug = '叶酸片'
    await patients.register({ name: '田数量', birthDate: '1996-06-06', sex: '女' })
    await visit.begin()
    await visit.field('主诉').fill('备孕')
    await visit.diagnose('贫血', /贫血/)
    await visit.prescribe('ys', { drug, dose: '0.4', frequency: '每日 1 次', days: '7' })
    await expect(visit.cell(drug, '数量')).toHaveValue('7')
    const reasons = { '0': '要大于 0', '-7': '要大于 0', '-1': '要大于 0', '1.5': '要整数', '999999999': '太大，请核对', '9999': '太大，请核对' } as const
    for (const [column, typed] of [['数量', '0'], ['数量', '-7'], ['数量', '1.5'], ['数量', '999999999'], ['单次', '0'], ['单次', '-1'], ['天数', '0'], ['天数', '9999']] as const) {
      const cell = visit.cell(drug, column)
      const good = await cell.inputValue()
      await cell.fill(typed)
      await page.keyboard.press('Tab')
      await expect(visit.sign, `${column} ${typed}`).toBeDisabled()
      await expect(visit.foot, `${column} ${typed}`).toContainText(/没写完|未处理|不对/)
      await expect(visit.main.getByText(`${column}：${reasons[typed]}`), `${column} ${typed} says why at once`).toBeVisible()
      await expect(cell, `${column} ${typed} says so where it is typed`).toHaveAccessibleDescription(new RegExp(`${column}：${reasons[typed]}`))
      await expect(visit.main.getByRole('row').filter({ hasText: drug }).first()).toContainText('—')
      await cell.fill(good)
    }
    await expect(visit.sign).toBeEnabled()

    // What is typed and not chosen is no part of the visit: it is not left behind without a word.
    for (const picker of [visit.main.getByRole('combobox', { name: '诊断' }), visit.main.getByRole('combobox', { name: /加药/ })]) {
      await picker.fill('写了没选')
      await page.keyboard.press('Tab')
      await expect(visit.sign).toBeDisabled()
      await expect(visit.foot).toContainText('“写了没选”写了还没选')
      await expect(picker).toHaveAccessibleDescription(/写了还没选/)
      await pressF8(page)
      await expect(picker).toBeFocused()
      await picker.fill('')
    }
    await expect(visit.sign).toBeEnabled()
  })

  test('given out beyond what this PC knows are refused, with count and receive one key away', async ({ browser }) => {
    const [patients, visit, dispense, stock] = [new Patients(page), new Visit(page), new Dispense(page), new Stock(page)]
    const drug = '甲钴胺片'
    await stock.receive({ drug, lot: 'OD1', expiry: '2028-01', packs: '1', cost: '9' })
    await patients.register({ name: '杨超发', birthDate: '1960-06-06', sex: '男' })
    await visit.begin()
    await visit.field('主诉').fill('手足麻木')
    await visit.diagnose('tnb', /2型糖尿病/)
    await visit.prescribe('jga', { drug, dose: '0.5', frequency: '每日 3 次', days: '5' })
    await visit.signAndDispense()
    await expect(dispense.quantity(drug, 'OD1')).toHaveValue('15')

    await dispense.quantity(drug, 'OD1').fill('99')
    await page.keyboard.press('Tab')
    await expect(dispense.main.getByText(/本机只有|多 /).first()).toBeVisible()
    await dispense.check()
    await dispense.pay('现金')
    await expect(dispense.action('确认发药')).toBeDisabled()
    await dispense.quantity(drug, 'OD1').fill('15')

    // Meanwhile somebody counts the shelf at the same PC.
    const other = await (await browser.newContext({ storageState: await page.context().storageState() })).newPage()
    const shelf = new Stock(other)
    await other.goto(page.url())
    await expect(shelf.action('返回列表')).toBeVisible()
    await shelf.open()
    await shelf.openCount()
    await shelf.counted(drug, 'OD1').fill('5')
    await pressF8(other)
    await shelf.expectToast(/已存盘点/)
    await other.context().close()

    await dispense.quantity(drug, 'OD1').fill('15')
    await dispense.confirm()
    const refusal = dispense.main.getByRole('alert').filter({ hasText: '没有发' })
    await expect(refusal).toContainText(/本机只有 5 片/)
    await expect(refusal).toContainText('什么都没有动')
    await expect(refusal.getByRole('button', { name: /盘点/ })).toBeVisible()
    await expect(refusal.getByRole('button', { name: /入库/ })).toBeVisible()
    await refusal.getByRole('button', { name: /入库/ }).click()
    await expect(stock.main.getByRole('heading', { name: '入库' })).toBeVisible()
    await expect(stock.main.getByText(drug).first()).toBeVisible()
  })
})
