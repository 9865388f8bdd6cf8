import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'

export type Language = 'zh' | 'en'

/** Words of the page that are no words: a key that nobody translated, or a blank that nobody filled. */
async function untranslated(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const found: string[] = []
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const text = node.textContent?.trim() ?? ''
      const isKey = (text !== 'mmHg' && /^[a-z]+(?:[A-Z][a-z]+)+$/.test(text)) || /(?:^|\s)[a-z]{3,}[A-Za-z]*\.[a-z][A-Za-z]+(?:$|\s)/.test(text)
      if (isKey || text.includes('{{') || text.includes('undefined') || text.includes('NaN')) found.push(text)
    }
    return found
  })
}

/** Elements whose text runs over their neighbours': wider than they are, and neither cut nor scrolled. */
async function overflowing(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('td, th, dd, dt, button, label, .badge, .hint, h1, h2')]
      .filter((element) => element.offsetParent !== null && element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX === 'visible' && getComputedStyle(element).display !== 'inline')
      .map((element) => `${element.tagName.toLowerCase()}.${element.className} “${element.innerText.slice(0, 60)}” is ${element.scrollWidth - element.clientWidth} px too wide`))
}

/** How far text for screen readers would lengthen the document, did it stand at the end of something long that scrolls. */
async function lengthenedByHiddenText(page: Page): Promise<number> {
  return page.evaluate(() => {
    const scrollers = [...document.body.querySelectorAll<HTMLElement>('*')].filter((element) => element.offsetParent !== null && ['auto', 'scroll'].includes(getComputedStyle(element).overflowY))
    const ends = scrollers.map((scroller) => {
      const end = scroller.appendChild(document.createElement('div'))
      end.style.paddingTop = '2000px'
      end.append(Object.assign(document.createElement('span'), { className: 'sr', textContent: 'x' }))
      return end
    })
    const longer = document.documentElement.scrollHeight - innerHeight
    for (const end of ends) end.remove()
    return Math.max(0, longer)
  })
}

/** Keeps what the page complains of to its developers. */
export function listenToComplaints(page: Page): readonly string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return complaints
}

/**
 * What axe finds wrong. There are no frames, so that no further page need be opened for each look (`setLegacyMode`); and
 * it need not write down each element that is as it should be, which is half of its work.
 */
async function violationsOn(page: Page) {
  return (await new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] }).analyze()).violations
}

export async function expectNoViolations(page: Page): Promise<void> {
  expect((await violationsOn(page)).map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([])
}

/** A picture for people, and what a program can see of a screen: words, room, accessibility. */
export async function expectGoodLooks(page: Page, language: Language, name: string): Promise<void> {
  await expect(page.locator('.sk')).toHaveCount(0)
  await expect(page.getByText(/这一页出了错|这一页没有读出来/)).toHaveCount(0)
  await page.screenshot({ path: `test-results/looks/${language}-${name}.png`, animations: 'disabled' })
  expect.soft(await untranslated(page), `${name} in ${language}: words that are none`).toEqual([])
  const { wide, high } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth - innerWidth, high: document.documentElement.scrollHeight - innerHeight }))
  expect.soft({ wide: Math.max(0, wide), high: Math.max(0, high) }, `${name} in ${language}: the page keeps to the window`).toEqual({ wide: 0, high: 0 })
  if (high <= 0) expect.soft(await lengthenedByHiddenText(page), `${name} in ${language}: text for screen readers keeps to what scrolls`).toBe(0)
  expect.soft(await overflowing(page), `${name} in ${language}: text keeps to its place`).toEqual([])
  // The structure is the same in both languages: once is enough.
  if (language === 'en') return
  const violations = await violationsOn(page)
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect.soft(grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`), `${name} in ${language}: axe`).toEqual([])
}
