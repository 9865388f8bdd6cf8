import type { Locator } from '@playwright/test'
import { expect } from '@playwright/test'
import type { Allergy } from './patients.ts'
import { pressF8, Shell } from './shell.ts'

/** A patient's record. */
export class Chart extends Shell {
  async changePhone(phone: string): Promise<void> {
    await this.page.keyboard.press('F4')
    await this.dialog.getByRole('textbox', { name: '电话', exact: true }).fill(phone)
    await pressF8(this.page)
    await expect(this.dialog).toHaveCount(0)
  }

  async addAllergy({ class: allergyClass, substance, severity, reaction }: Allergy): Promise<void> {
    await this.main.getByRole('button', { name: '加过敏' }).click()
    await this.dialog.getByRole('combobox', { name: '类别' }).selectOption({ label: allergyClass })
    await this.dialog.getByRole('textbox', { name: '过敏物' }).fill(substance)
    await this.dialog.getByRole('textbox', { name: '反应' }).fill(reaction)
    await this.dialog.getByRole('combobox', { name: '程度' }).selectOption({ label: severity })
    await pressF8(this.page)
    await expect(this.dialog).toHaveCount(0)
  }

  /** What stands beside a name of the demographics. */
  fact(name: string): Locator {
    return this.main.locator('dt', { hasText: new RegExp(`^${name}$`) }).locator('xpath=following-sibling::dd[1]')
  }

  async openTab(name: '概览' | '就诊' | '用药' | '外院记录' | '改动记录'): Promise<void> {
    await this.main.getByRole('tab', { name: new RegExp(`^${name}`) }).click()
  }
}
