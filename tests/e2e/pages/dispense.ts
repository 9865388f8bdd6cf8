import type { Locator } from '@playwright/test'
import { expect } from '@playwright/test'
import { pressF8, Shell } from './shell.ts'

/** Giving out what a prescription says, from lots. */
export class Dispense extends Shell {
  /** The quantity to be given out from a lot. */
  quantity(drug: string, lot: string): Locator {
    return this.main.getByRole('textbox', { name: `${drug} 批号 ${lot} 发出数量` })
  }

  lots(drug: string): Locator {
    return this.main.getByRole('textbox', { name: new RegExp(`^${drug} 批号 .* 发出数量$`) })
  }

  async check(): Promise<void> {
    await this.press('F6', 'F6', 'F6', 'F6')
  }

  async pay(how: '医保' | '现金' | '扫码'): Promise<void> {
    await this.page.keyboard.press('F7')
    await this.page.keyboard.press({ 医保: '1', 现金: '2', 扫码: '3' }[how])
  }

  async confirm(): Promise<void> {
    await pressF8(this.page)
  }

  get done(): Locator {
    return this.main.getByText(/已发药，库存已减/)
  }

  /** The four checks, cash, and out. */
  async giveOut(): Promise<void> {
    await this.check()
    await this.pay('现金')
    await expect(this.action('确认发药')).toBeEnabled()
    await this.confirm()
    await expect(this.done).toBeVisible()
  }
}
