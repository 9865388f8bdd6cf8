import type { Locator } from '@playwright/test'
import { expect } from '@playwright/test'
import { pressF8, Shell } from './shell.ts'

export interface Resident {
  readonly name: string
  readonly identityNumber?: string
  readonly birthDate?: string
  readonly sex?: '男' | '女'
  readonly phone?: string
  readonly village?: string
  readonly group?: string
  readonly allergies?: readonly Allergy[]
}

export interface Allergy {
  /** As the list has it: 青霉素类. */
  readonly class: string
  readonly substance: string
  readonly severity: '轻' | '严重' | '不详'
  readonly reaction: string
}

/** Finding people, and registering those who are new. */
export class Patients extends Shell {
  /** Types into the find box, from wherever one is. */
  async find(query: string): Promise<void> {
    await this.page.keyboard.press('F2')
    await this.page.keyboard.press('Control+A')
    await this.page.keyboard.type(query)
  }

  hit(name: string): Locator {
    return this.main.getByRole('row').filter({ hasText: name })
  }

  /** Finds and opens the record of the only hit, or the first. */
  async open(query: string, name: string): Promise<void> {
    await this.find(query)
    await expect(this.hit(name).first()).toBeVisible()
    await this.page.keyboard.press('Enter')
    await expect(this.banner.getByRole('heading', { name })).toBeVisible()
  }

  async openRegister(): Promise<void> {
    await this.go('今日')
    await expect(this.main.getByRole('heading', { name: '今日', level: 1 })).toBeVisible()
    await this.page.keyboard.press('F3')
    await expect(this.main.getByRole('heading', { name: '新建患者' })).toBeVisible()
  }

  async fillIn(resident: Resident): Promise<void> {
    const { name, identityNumber, birthDate, sex, phone, village, group, allergies = [] } = resident
    await this.field('姓名').fill(name)
    if (identityNumber !== undefined) await this.field('证件号').fill(identityNumber)
    if (birthDate !== undefined) await this.field('出生日期').fill(birthDate)
    if (sex !== undefined) await this.field('性别').selectOption({ label: sex })
    if (phone !== undefined) await this.field('电话').fill(phone)
    if (village !== undefined) await this.pick(this.field('村（居）'), village, new RegExp(`^(?!就写).*${village}`))
    if (group !== undefined) await this.field('组').selectOption({ label: group })
    if (allergies.length > 0) await this.field('药物、食物过敏史').selectOption({ label: '问过，有' })
    for (const [at, allergy] of allergies.entries()) {
      if (at > 0) await this.main.getByRole('button', { name: '再加一条' }).click()
      await this.field('类别').nth(at).selectOption({ label: allergy.class })
      await this.field('过敏物').nth(at).fill(allergy.substance)
      await this.field('反应').nth(at).fill(allergy.reaction)
      await this.field('程度').nth(at).selectOption({ label: allergy.severity })
    }
  }

  async save(): Promise<void> {
    await pressF8(this.page)
  }

  async expectChartOf(name: string): Promise<void> {
    await expect(this.banner.getByRole('heading', { name })).toBeVisible()
    await expect(this.main.getByRole('tab', { name: '概览' })).toBeVisible()
  }

  /** Registers somebody whom nobody resembles, and ends at the new record. */
  async register(resident: Resident): Promise<void> {
    await this.openRegister()
    await this.fillIn(resident)
    await this.save()
    await this.expectChartOf(resident.name)
  }
}
