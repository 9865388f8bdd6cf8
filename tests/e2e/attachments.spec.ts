/** A wound is photographed at the village without a line, and looked at in the township once there is one. */
import { Buffer } from 'node:buffer'
import type { Page } from '@playwright/test'
import { test, expect } from './demo.ts'
import type { Language } from './pages/looks.ts'
import { expectGoodLooks } from './pages/looks.ts'
import { Patients } from './pages/patients.ts'
import { Visit } from './pages/visit.ts'

test.describe.configure({ mode: 'serial', timeout: 240_000 })

const village = 'qingshiping'
const township = 'yunling'
const patient = { name: '龙伤腿', birthDate: '1966-05-04', sex: '男', phone: '13800007711', village: '青石坪', allergies: [] } as const

/** A picture as a camera makes it, drawn by the browser: noise does not pack, so that it is as large as a photo. */
async function aPhoto(page: Page, type: string, edge = 700): Promise<Buffer> {
  const url = await page.evaluate(([mime, size]) => {
    const canvas = document.createElement('canvas')
    canvas.width = size
    canvas.height = Math.round(size * 0.75)
    const context = canvas.getContext('2d')
    if (context === null) throw new Error('no canvas')
    const image = context.createImageData(canvas.width, canvas.height)
    for (let at = 0; at < image.data.length; at += 4) {
      const y = Math.floor(at / 4 / canvas.width) / canvas.height
      const noise = Math.random() * 60
      image.data.set([200 - y * 60 + noise, 150 - y * 80 + noise, 120 + noise, 255], at)
    }
    context.putImageData(image, 0, 0)
    context.fillStyle = '#8b1a1a'
    context.beginPath()
    context.ellipse(canvas.width / 2, canvas.height / 2, canvas.width / 6, canvas.height / 9, 0.4, 0, 7)
    context.fill()
    return canvas.toDataURL(mime, 0.92)
  }, [type, edge] as const)
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')
}

async function look(page: Page, name: string, language: Language = 'zh'): Promise<void> {
  await page.waitForTimeout(300)
  await expectGoodLooks(page, language, name)
}

test('ATT-1 ATT-5 pictures and papers are added by file, by paste and by dropping, wait for the line, and are looked at elsewhere', async ({ browser, demo }) => {
  const page = await browser.newPage()
  const visit = new Visit(page)
  await demo.unlock(page, village, '吴明礼')
  await demo.waitUntilQuiet(village)
  await new Patients(page).register(patient)
  await demo.waitUntilQuiet(village)
  await demo.cutLine(village)
  await visit.begin()
  const strip = visit.main.getByRole('region', { name: '附件' })
  const faces = strip.getByRole('listitem')
  await expect(strip.getByText('照片、报告、心电图')).toBeVisible()

  // The cursor stands in the first field once the page listens to keys.
  await expect(visit.main.getByRole('textbox').first()).toBeFocused()
  // On a busy machine the page may be drawn a moment before it listens.
  const choosing = page.waitForEvent('filechooser')
  await expect(async () => {
    await page.keyboard.press('Alt+a')
    await Promise.race([choosing, page.waitForTimeout(2_000).then(() => { throw new Error('no file was asked for') })])
  }).toPass()
  const chooser = await choosing
  await chooser.setFiles([
    // More than a request takes.
    { name: '大.jpg', mimeType: 'image/jpeg', buffer: Buffer.concat([await aPhoto(page, 'image/jpeg'), Buffer.alloc(24_000_000)]) },
    { name: '小腿.jpg', mimeType: 'image/jpeg', buffer: await aPhoto(page, 'image/jpeg') },
    { name: '假.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') },
    // It begins as one does.
    { name: '坏.jpg', mimeType: 'image/jpeg', buffer: Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('<html><body>no picture</body></html>')]) },
  ])
  await expect(faces).toHaveCount(1)
  await expect(strip.getByText('大.jpg：太大了，最多 10 MB')).toBeVisible()
  await expect(strip.getByText('假.jpg：只收 JPEG、PNG、WebP 图片和 PDF')).toBeVisible()
  await expect(strip.getByText('坏.jpg：显示不出来')).toBeVisible()
  await expect(faces.getByText('已存本机，待传')).toBeVisible()
  await look(page, 'attachments-refused')
  await strip.getByRole('button', { name: '知道了' }).click()

  await give(page, 'paste', 'image/png', await aPhoto(page, 'image/png', 200))
  await expect(faces).toHaveCount(2)
  await give(page, 'drop', 'application/pdf', Buffer.from('%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n'))
  await expect(faces).toHaveCount(3)
  await expect(faces.locator('img')).toHaveCount(2)
  await look(page, 'attachments-visit')

  await demo.restoreLine(village)
  await expect(strip.getByText('县里已有', { exact: true })).toHaveCount(3)
  await faces.last().getByRole('button').press('Enter')
  await expect(visit.dialog.getByRole('img', { name: '照片' })).toBeVisible()
  await expect(visit.dialog.getByRole('button', { name: '缩小' })).toBeDisabled()
  await page.keyboard.press('+')
  await page.keyboard.press('+')
  await expect(visit.dialog.getByRole('button', { name: '缩小' })).toBeEnabled()
  await look(page, 'attachments-viewer')
  await page.keyboard.press('Escape')
  await expect(visit.dialog).toHaveCount(0)

  // The township follows the village's records: thumbnails come by themselves, the original when somebody looks.
  await demo.waitUntilQuiet(village, township)
  const other = await (await browser.newContext()).newPage()
  await other.addInitScript(() => { localStorage.setItem('lianyi.language', JSON.stringify({ state: { language: 'en' }, version: 0 })) })
  await demo.unlock(other, township, '石国华')
  await other.evaluate((hash) => { location.hash = hash }, `#/chart/${await patientIdOf(page)}`)
  const theirs = other.getByRole('main').getByRole('region', { name: 'Attachments' })
  await expect(theirs.locator('img')).toHaveCount(2)
  await expect(theirs.getByText('added elsewhere, fetched when opened')).toHaveCount(3)
  await look(other, 'attachments-chart', 'en')
  await theirs.getByRole('listitem').last().getByRole('button').click()
  await expect(other.getByRole('dialog').getByRole('img', { name: 'Picture' })).toBeVisible()
  await look(other, 'attachments-viewer', 'en')
  await other.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  await expect(theirs.getByText('held by the county', { exact: true })).toHaveCount(1)
  await other.context().close()
  await page.close()
})

/** What a hand does that pastes or drops a file onto the strip. */
async function give(page: Page, how: 'paste' | 'drop', type: string, bytes: Buffer): Promise<void> {
  await page.evaluate(({ way, mime, base64 }) => {
    const data = new DataTransfer()
    data.items.add(new File([Uint8Array.from(atob(base64), (character) => character.codePointAt(0) ?? 0)], 'given', { type: mime }))
    const strip = document.querySelector('.attachments')
    if (strip === null) throw new Error('no strip')
    strip.dispatchEvent(way === 'paste' ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }) : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))
  }, { way: how, mime: type, base64: bytes.toString('base64') })
}

/** From the chart's address. */
async function patientIdOf(page: Page): Promise<string> {
  await page.getByRole('main').getByRole('tab', { name: '既往和档案' }).click()
  await expect(page).toHaveURL(/#\/chart\//)
  return new URL(page.url()).hash.split('/').at(-1) ?? ''
}
