import type { Page } from '@playwright/test'

/** The page of a new PC, by the keys alone: each field is where Tab leads. */
export async function typeCode(page: Page, code: string, name: string): Promise<void> {
  await page.getByLabel(/^登记码$|^Enrolment code$/).fill(code)
  await page.keyboard.press('Tab')
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
}
