import { AxeBuilder } from '@axe-core/playwright'
import { test as base, expect, type Page } from '@playwright/test'

/** Skips every test, with the reason, when there is no browser. */
export const test = base.extend<{ browserAtHand: void }>({
  browserAtHand: [
    async ({ browserName }, use, { skip }) => {
      skip(process.env.NO_BROWSER !== undefined, `${browserName}: ${process.env.NO_BROWSER}`)
      await use()
    },
    { auto: true },
  ],
})

export { expect }

export const adminKey = (): string => process.env.ADMIN_KEY ?? ''

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * Fails on any violation of WCAG A, AA or axe's best practice, and on text whose contrast axe cannot compute.
 * @param selector limits the check to a part of the page
 */
export async function expectAccessible(page: Page, selector = 'html'): Promise<void> {
  await expectNone(page, new AxeBuilder({ page }).include(selector).withTags(TAGS))
}

/** Fails on text with too little contrast, or with a contrast that axe cannot compute. */
export async function expectContrast(page: Page): Promise<void> {
  await expectNone(page, new AxeBuilder({ page }).withRules(['color-contrast']))
}

async function expectNone(page: Page, axe: AxeBuilder): Promise<void> {
  const { violations, incomplete, passes } = await axe.analyze()
  const contrast = passes.find(({ id }) => id === 'color-contrast')
  expect(contrast?.nodes.length ?? 0, 'axe has checked no contrast').toBeGreaterThan(0)
  const unknown = incomplete
    .filter(({ id }) => id === 'color-contrast')
    .map((result) => ({ ...result, nodes: result.nodes.filter(({ html }) => !html.startsWith('<tspan')) }))
  const list = (results: typeof violations) =>
    results.flatMap(({ id, nodes }) =>
      nodes.map(({ html, any }) => `${id}: ${html.slice(0, 160)} (${any.map(({ message }) => message).join('; ')})`),
    )
  expect(list(violations)).toEqual([])
  expect(list(unknown), 'axe cannot compute these contrasts').toEqual([])
  for (const { text, ratio } of await chartContrasts(page)) expect(ratio, `"${text}" in a chart`).toBeGreaterThan(4.5)
}

/** The contrast of the text in charts, which axe does not compute: its fill on the nearest background. */
function chartContrasts(page: Page): Promise<{ text: string; ratio: number }[]> {
  return page.locator('svg tspan').evaluateAll((texts) => {
    const channels = (color: string): number[] => (color.match(/[\d.]+/g) ?? []).map(Number)
    const luminance = (color: string): number => {
      const [red = 0, green = 0, blue = 0] = channels(color).map((value) =>
        value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
      )
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
    const backgroundOf = (element: Element | null): string => {
      const color = element ? getComputedStyle(element).backgroundColor : 'rgb(255, 255, 255)'
      const alpha = channels(color)[3] ?? 1
      return alpha === 1 || !element ? color : backgroundOf(element.parentElement)
    }
    return texts.map((text) => {
      const [a, b] = [luminance(getComputedStyle(text).fill), luminance(backgroundOf(text))]
      return { text: text.textContent ?? '', ratio: (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) }
    })
  })
}

export async function logIn(page: Page): Promise<void> {
  await page.goto('/admin')
  await page.getByLabel('Admin key').fill(adminKey())
  await page.getByRole('button', { name: 'Log in' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Models' })).toBeVisible()
}
