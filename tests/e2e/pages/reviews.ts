import type { Locator } from '@playwright/test'
import { expect } from '@playwright/test'
import { Shell } from './shell.ts'

/** What a person must look at: conflicts with both values, alerts that merging raised. */
export class Reviews extends Shell {
  async open(): Promise<void> {
    await this.go('核对')
    await expect(this.main.getByRole('heading', { name: '核对' }).or(this.main.getByText('要核对的')).first()).toBeVisible()
  }

  /** The lines of the list that have these words. */
  item(words: string | RegExp): Locator {
    return this.main.locator('.queue, [class*=queue]').getByRole('button').filter({ hasText: words })
  }

  choice(name: RegExp): Locator {
    return this.main.getByRole('radio', { name })
  }
}
