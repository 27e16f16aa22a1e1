import { AxeBuilder } from '@axe-core/playwright'
import { test as base, expect, type Page } from '@playwright/test'

/** Tests that say what is missing when they cannot run. */
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

/** Fails on any violation of WCAG A, AA or axe's own good practice on the page as it is now. */
export async function expectAccessible(page: Page): Promise<void> {
  await expectNone(new AxeBuilder({ page }).withTags(TAGS))
}

/** Fails where text is too faint: the one rule that depends on the colour scheme. */
export async function expectContrast(page: Page): Promise<void> {
  await expectNone(new AxeBuilder({ page }).withRules(['color-contrast']))
}

async function expectNone(axe: AxeBuilder): Promise<void> {
  const { violations, passes } = await axe.analyze()
  expect(passes.length, 'axe found nothing to check').toBeGreaterThan(0)
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`),
  ).toEqual([])
}

export async function logIn(page: Page): Promise<void> {
  await page.goto('/admin')
  await page.getByLabel('Admin key').fill(adminKey())
  await page.getByRole('button', { name: 'Log in' }).click()
  await expect(page.getByRole('heading', { name: 'The model room' })).toBeVisible()
}
