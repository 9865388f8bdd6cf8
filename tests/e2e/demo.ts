/**
 * What the specifications start from: the demo county with two clinics, one per worker, and a hand on its lines.
 * `test` gives them `demo`.
 */
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { test as base, expect } from '@playwright/test'
import type { DemoFile } from '../../tools/demo/demoFile.ts'
import type { CountyPlace, Dumped, Line } from './demo/commandLine.ts'
import { dumpOfClinic, dumpOfCounty, lineOfClinic, linesOfClinic, linesOfCountyFor, runCounty } from './demo/commandLine.ts'
import { differences } from './demo/differences.ts'
import { startDemo } from './demo/startDemo.ts'
import { UnlockPage } from './pages/unlock.ts'

export { expect }

/** A village clinic, and the township above it that also follows the village's scope. */
export type Slug = 'qingshiping' | 'yunling'
type Clinic = DemoFile['clinics'][number]

export class Demo {
  readonly file: DemoFile

  constructor(file: DemoFile) {
    this.file = file
  }

  clinic(slug: Slug): Clinic {
    return found(this.file.clinics.find((clinic) => clinic.slug === slug), slug)
  }

  /** The PIN of a member of staff, at a clinic. */
  pin(slug: Slug, name: string): string {
    return found(this.clinic(slug).staff.find((person) => person.name === name), name).pin
  }

  /** Opens the clinic in the page, and unlocks it as `name`; a PC has one session, which an earlier specification may have left open. */
  async unlock(page: Page, slug: Slug, name: string): Promise<void> {
    await page.goto(this.clinic(slug).url)
    const unlock = new UnlockPage(page)
    await unlock.lock()
    await unlock.as(name, this.pin(slug, name))
    await unlock.expectOpen(name)
  }

  /** Pulls the plug of a clinic's line to the county. */
  async cutLine(slug: Slug): Promise<void> {
    await this.#switch(slug, 'cut')
  }

  async restoreLine(slug: Slug): Promise<void> {
    await this.#switch(slug, 'restore')
  }

  dumpClinic(slug: Slug): Promise<readonly Dumped[]> {
    return dumpOfClinic(this.clinic(slug).dataDir, ...this.#somebody(slug))
  }

  dumpCounty(): Promise<readonly Dumped[]> {
    return dumpOfCounty(this.#countyPlace())
  }

  /** A command of county IT, with the county's key. */
  county(args: readonly string[]): Promise<string> {
    return runCounty(this.#countyPlace(), args)
  }

  #countyPlace(): CountyPlace {
    return { databaseUrl: this.file.county.databaseUrl, keyDir: join(this.clinic('qingshiping').dataDir, '..', '..', 'county', 'keys') }
  }

  line(slug: Slug): Promise<Line> {
    return lineOfClinic(this.clinic(slug).dataDir, ...this.#somebody(slug))
  }

  /** Waits until each clinic holds exactly what the county holds in the scopes that it follows, and nothing waits. */
  async expectSameEverywhere(): Promise<void> {
    for (const slug of ['qingshiping', 'yunling'] as const) {
      await expect.poll(async () => {
        const pc = [this.clinic(slug).dataDir, ...this.#somebody(slug)] as const
        const [clinic, county] = await Promise.all([linesOfClinic(...pc), linesOfCountyFor(this.#countyPlace(), ...pc)])
        return differences(clinic, county)
      }, { message: `${slug} and the county hold the same`, timeout: 60_000, intervals: [500, 1000, 2000] }).toEqual([])
    }
  }

  /** Waits until the county has everything that was saved at these clinics. */
  async waitUntilQuiet(...slugs: readonly Slug[]): Promise<void> {
    for (const slug of slugs) {
      await expect.poll(async () => (await this.line(slug)).waiting.count, { message: `nothing waits at ${slug}`, timeout: 40_000, intervals: [300, 1000] }).toBe(0)
    }
  }

  #somebody(slug: Slug): readonly [string, string] {
    const [first] = this.clinic(slug).staff
    const { name, pin } = found(first, 'staff')
    return [name, pin]
  }

  async #switch(slug: Slug, act: 'cut' | 'restore'): Promise<void> {
    const line = found(this.file.line.clinics.find((clinic) => clinic.slug === slug), slug)
    const answer = await fetch(line[act], { method: 'POST' })
    expect(answer.status, `${act} ${slug}`).toBe(200)
  }
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the demo has no ${what}`)
  return value
}

export const test = base.extend<object, { readonly demo: Demo }>({
  demo: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixture's needs from the pattern
    async ({}, provide) => {
      const demo = await startDemo()
      try {
        await provide(new Demo(demo.file))
      } finally {
        await demo.stop()
      }
    },
    { scope: 'worker', timeout: 180_000 },
  ],
})
