import type { Locator, Page } from '@playwright/test'
import { expect } from '@playwright/test'
import { hurriedMs } from '@lianyi/desktop/renderer/shell/hurriedPresses'

const moduleKeys = { 今日: 'Alt+1', 患者: 'Alt+2', 就诊: 'Alt+3', 发药: 'Alt+4', 库存: 'Alt+5', 随访: 'Alt+6', 核对: 'Alt+7' } as const
export type Module = keyof typeof moduleKeys

/** What is around every page: modules, the find box, the line in words, the foot with its actions. */
export class Shell {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  get line(): Locator {
    return this.page.getByRole('status', { name: '联通状态' })
  }

  get main(): Locator {
    return this.page.getByRole('main')
  }

  get banner(): Locator {
    return this.page.getByRole('region', { name: '患者' })
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog')
  }

  async go(module: Module): Promise<void> {
    await this.page.keyboard.press(moduleKeys[module])
  }

  /** Several keys come one upon the other, as of a hurried hand. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key)
  }

  /** What one types into or chooses from, by its whole name. */
  field(name: string): Locator {
    return this.main.getByRole('textbox', { name, exact: true }).or(this.main.getByRole('combobox', { name, exact: true }))
  }

  action(name: string): Locator {
    return this.page.getByRole('button', { name: new RegExp(`^${name}( |$)`) })
  }

  /** Words at the foot of the page: what is true now, or why the primary action is not to be had. */
  get foot(): Locator {
    return this.main.getByRole('status').last()
  }

  /** Types into a picker and takes the line of the list that has these words. */
  async pick(picker: Locator, query: string, line: string | RegExp): Promise<void> {
    await picker.fill(query)
    await this.page.getByRole('listbox').getByRole('option', { name: line }).first().click()
  }

  /** What was last said in passing, at the lower left. */
  async expectToast(words: string | RegExp): Promise<void> {
    await expect(this.page.getByText(words).last()).toBeVisible()
  }
}

/** What the page is asked to do, pressed by somebody who has seen that page: the same key in haste is for the page before. */
export async function pressF8(page: Page): Promise<void> {
  await page.waitForTimeout(hurriedMs)
  await page.keyboard.press('F8')
}
