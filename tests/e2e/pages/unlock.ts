import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'

/** The lock screen: who is there, and the PIN. */
export class UnlockPage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /** Ends the session of whoever is there. */
  async lock(): Promise<void> {
    const who = this.page.getByRole('radiogroup')
    const modules = this.page.getByRole('navigation')
    await expect(who.or(modules)).toBeVisible()
    if (await modules.isVisible()) await this.page.keyboard.press('Control+L')
    await expect(who).toBeVisible()
  }

  async choose(name: string): Promise<void> {
    await this.page.getByRole('radio', { name: new RegExp(name) }).click()
  }

  async type(pin: string): Promise<void> {
    const field = this.page.getByLabel(/的 PIN|PIN of/)
    await field.fill(pin)
    await field.press('Enter')
  }

  async as(name: string, pin: string): Promise<void> {
    await this.choose(name)
    await this.type(pin)
  }

  /** After a press of the mouse the keys still go into the PIN. */
  async expectKeysInPin(press: () => Promise<void>): Promise<void> {
    const pin = this.page.getByLabel(/的 PIN|PIN of/)
    await press()
    await expect(pin).toBeEditable({ timeout: 20_000 })
    await this.page.keyboard.type('12')
    await expect(pin).toHaveValue('12')
    await pin.fill('')
  }

  /** What the screen says under the PIN. */
  get hint() {
    return this.page.getByRole('alert')
  }

  async expectOpen(name: string): Promise<void> {
    await expect(this.page.getByRole('navigation')).toBeVisible()
    await expect(this.page.getByText(name).first()).toBeVisible()
  }
}
