import type { Locator, Page } from '@playwright/test'
import { expect } from '@playwright/test'

/** The county's console, read-only. */
export class Console {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /** With one of the demo's accounts, which its login page offers. */
  async logIn(url: string, login: string): Promise<void> {
    await this.page.goto(url)
    await this.page.getByRole('button', { name: login }).click()
    await this.page.keyboard.press('Enter')
    await expect(this.page.getByRole('heading', { level: 1 })).toHaveText('全县今日')
  }

  async openOrganisations(): Promise<void> {
    await this.page.keyboard.press('Alt+2')
  }

  row(name: string | RegExp): Locator {
    return this.page.getByRole('row', { name })
  }

  async openPatient(name: string): Promise<void> {
    await this.page.keyboard.press('F2')
    await this.page.keyboard.type(name)
    await expect(this.row(new RegExp(name)).first()).toBeVisible()
    await this.page.keyboard.press('Enter')
    await this.breakGlass()
    await expect(this.banner).toContainText(name)
  }

  /** A chart that the office's post does not cover opens with a reason. */
  async breakGlass(): Promise<void> {
    await this.page.getByRole('radio', { name: /投诉处理/ }).check({ force: true })
    await this.page.getByRole('textbox', { name: '写明情况' }).fill('家属来电，说电话被改')
    await this.page.getByRole('button', { name: '打开 30 分钟' }).click()
  }

  get banner(): Locator {
    return this.page.getByRole('region', { name: '患者' })
  }

  /** Where the chosen entry came from: who, where, on which PC, when. */
  get origin(): Locator {
    return this.page.getByRole('complementary', { name: '选中的一条' })
  }
}
