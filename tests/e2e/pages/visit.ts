import type { Locator } from '@playwright/test'
import { expect } from '@playwright/test'
import { pressF8, Shell } from './shell.ts'

export interface Row {
  readonly drug: string
  readonly dose: string
  readonly frequency: string
  readonly days: string
}

/** A visit with its prescription. */
export class Visit extends Shell {
  /** From a patient's record. */
  async begin(): Promise<void> {
    await pressF8(this.page)
    await expect(this.main.getByRole('tab', { name: '本次就诊' })).toBeVisible()
    await expect(this.field('主诉')).toBeEditable()
  }

  async writeVitals(vitals: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, value] of Object.entries(vitals)) await this.field(name).fill(value)
    await this.page.keyboard.press('Tab')
  }

  /** What stands under a vital sign. */
  async hintOf(vital: string): Promise<string> {
    const id = await this.field(vital).getAttribute('aria-describedby')
    return this.page.locator(`[id="${id ?? ''}"]`).innerText()
  }

  async diagnose(query: string, line: string | RegExp): Promise<void> {
    await this.pick(this.field('诊断'), query, line)
  }

  async addDrug(query: string, line: string | RegExp): Promise<void> {
    await this.page.keyboard.press('F4')
    await this.pick(this.main.getByRole('combobox', { name: '加药：药名、首字母' }), query, line)
  }

  cell(drug: string, column: '单次' | '频次' | '途径' | '天数' | '数量（自动）' | '数量'): Locator {
    return this.main.getByLabel(new RegExp(`^${drug} ${column.replace(/[（(].*/, '')}`))
  }

  async write({ drug, dose, frequency, days }: Row): Promise<void> {
    await this.cell(drug, '单次').fill(dose)
    await this.cell(drug, '频次').selectOption({ label: frequency })
    await this.cell(drug, '天数').fill(days)
    await this.page.keyboard.press('Tab')
  }

  /** A row that nothing is to be said of. */
  async prescribe(query: string, row: Row): Promise<void> {
    await this.addDrug(query, new RegExp(`^${row.drug}`))
    await this.write(row)
  }

  alert(words: string | RegExp): Locator {
    return this.main.locator('.alert').filter({ hasText: words })
  }

  get sign(): Locator {
    return this.action('签名(并发药)?')
  }

  /** Signs, with the prescription where there is one, and ends where the drugs are given out. */
  async signAndDispense(): Promise<void> {
    await expect(this.sign).toBeEnabled()
    await pressF8(this.page)
    await expect(this.main.getByRole('heading', { name: '发药' })).toBeVisible()
  }
}
