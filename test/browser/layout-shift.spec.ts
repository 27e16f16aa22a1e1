import type { Page } from '@playwright/test'
import { expect, logIn, test } from './fixtures.ts'

const WIDTHS = [390, 820, 1440]
const LATE_MS = 700

declare global {
  interface Window {
    layoutShift: number
    shifts: string[]
  }
}

/** Sums the layout shift of a page from its first paint on, and lets photos and fonts arrive late. */
async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.layoutShift = 0
    window.shifts = []
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number
        hadRecentInput: boolean
        sources: { node: Node | null }[]
      })[]) {
        if (entry.hadRecentInput) continue
        window.layoutShift += entry.value
        const names = entry.sources.map(({ node }) => (node instanceof Element ? node.outerHTML.slice(0, 90) : '?'))
        window.shifts.push(`${entry.value.toFixed(3)} ${names.join(' | ')}`)
      }
    }).observe({ type: 'layout-shift', buffered: true })
  })
  await page.route(/\/media\/|\.woff2/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, LATE_MS))
    await route.continue()
  })
}

async function expectStill(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.evaluate(() => document.fonts.ready)
  await page.waitForTimeout(300)
  const [total, shifts] = await page.evaluate(() => [window.layoutShift, window.shifts] as const)
  console.log(`layout shift of ${name}: ${total.toFixed(4)}`)
  expect(total, `${name}:\n${shifts.join('\n')}`).toBeLessThan(0.05)
}

for (const width of WIDTHS) {
  test(`no page jumps at ${width} px, even when photos and fonts are late`, async ({ page }) => {
    await page.setViewportSize({ width, height: width < 800 ? 844 : 1000 })
    await watchShifts(page)
    await page.goto('/')
    await expect(page.getByRole('article').first()).toBeVisible()
    await expectStill(page, `home at ${width}`)

    const links = page.getByRole('article').getByRole('heading').getByRole('link')
    const hrefs = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))
    for (const href of hrefs.slice(0, 3)) {
      await page.goto(href)
      await expect(page.getByRole('region', { name: 'Similar items' }).getByRole('link').first()).toBeVisible()
      await expectStill(page, `${href} at ${width}`)
    }
    await page.goto(new URL(page.url()).pathname)
    await expectStill(page, `a product without a shopper at ${width}`)
    await page.goto('/items/no-such-thing')
    await expectStill(page, `a page that does not exist at ${width}`)
    await logIn(page)
    await expect(page.getByRole('region', { name: 'Model versions' })).toBeVisible()
    await page.reload()
    await expect(page.locator('.recharts-surface').first()).toBeVisible()
    await expectStill(page, `the admin console at ${width}`)
  })
}
