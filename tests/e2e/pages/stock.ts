import type { Locator } from '@playwright/test'
import { expect } from '@playwright/test'
import { pressF8, Shell } from './shell.ts'

export interface Receipt {
  readonly drug: string
  readonly lot: string
  /** `2028-06`, or a whole day. */
  readonly expiry: string
  readonly packs?: string
  readonly loose?: string
  /** Yuan for a whole pack. */
  readonly cost: string
}

/** The shelf: balances by lot, receipts, counts. */
export class Stock extends Shell {
  async open(): Promise<void> {
    await this.go('库存')
    await expect(this.main.getByRole('heading', { name: '库存', level: 1 })).toBeVisible()
  }

  /** Shows all products, and of these those with such a name or lot. */
  async search(query: string): Promise<void> {
    await this.main.getByRole('button', { name: /^全部/ }).click()
    await this.main.getByLabel('在库存里找').fill(query)
  }

  row(words: string | RegExp): Locator {
    return this.main.getByRole('row').filter({ hasText: words })
  }

  async openReceipt(): Promise<void> {
    await this.page.keyboard.press('F3')
    await expect(this.main.getByRole('heading', { name: '入库' })).toBeVisible()
  }

  /** Writes one lot into the last line. */
  async writeReceipt({ drug, lot, expiry, packs, loose, cost }: Receipt): Promise<void> {
    const picker = this.main.getByRole('combobox', { name: '药名、首字母' })
    if ((await picker.count()) === 0) await this.page.keyboard.press('F4')
    await this.pick(picker.last(), drug, new RegExp(`^${drug}`))
    const cell = (name: string): Locator => this.main.getByRole('textbox', { name: `${drug} ${name}`, exact: true }).last()
    await cell('批号').fill(lot)
    await cell('效期').fill(expiry)
    if (packs !== undefined) await cell('整包').fill(packs)
    if (loose !== undefined) await cell('散').fill(loose)
    await cell('进价').fill(cost)
  }

  async receive(...receipts: readonly Receipt[]): Promise<void> {
    await this.open()
    await this.openReceipt()
    for (const receipt of receipts) await this.writeReceipt(receipt)
    await pressF8(this.page)
    await this.expectToast(/已入库 \d+ 行/)
  }

  async openCount(): Promise<void> {
    await this.page.keyboard.press('F9')
    await expect(this.main.getByRole('heading', { name: '盘点' })).toBeVisible()
  }

  counted(drug: string, lot: string): Locator {
    return this.main.getByRole('textbox', { name: `${drug} 批号 ${lot} 实数` })
  }
}
