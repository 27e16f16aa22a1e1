import type { Page } from '@playwright/test'
import { expect, logIn, test } from './fixtures.ts'

const focused = (page: Page) => page.locator(':focus')
const firstCard = (page: Page) => page.getByRole('article').first()

/** Focus on the body means that a keyboard user starts again at the top of the page. */
async function expectFocus(page: Page): Promise<void> {
  await expect(page.locator('body')).not.toBeFocused()
  await expect(focused(page)).toHaveCount(1)
}

test('after the skip link, Back shows the page of the address', async ({ page }) => {
  await page.goto('/')
  const home = page.url()
  await expect(firstCard(page)).toBeVisible()
  await page.waitForLoadState('networkidle')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
  const entries = await page.evaluate(() => history.length)

  const link = firstCard(page).getByRole('heading').getByRole('link')
  const title = await link.innerText()
  await link.click()
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
  expect(await page.evaluate(() => history.length)).toBe(entries + 1)
  await page.goBack()
  await expect(page).toHaveURL(home)
  await expect(page.getByRole('heading', { level: 1, name: 'Picked for' })).toBeVisible()
  await expect(firstCard(page)).toBeVisible()
})

test('a keyboard user goes on where an action was', async ({ page }) => {
  await page.goto('/')
  const titles = page.getByRole('article').getByRole('heading')
  await expect(titles).toHaveCount(8)
  await page.waitForLoadState('networkidle')
  const title = await firstCard(page).getByRole('heading').innerText()
  await firstCard(page).getByRole('button', { name: 'Seen it' }).press('Enter')
  await expect(page.getByRole('article').getByRole('heading', { name: title, exact: true })).toHaveCount(0)
  await expectFocus(page)
  await expect(focused(page)).toHaveText(await firstCard(page).getByRole('heading').innerText())

  await page.getByRole('button', { name: 'Show more' }).press('Enter')
  await expect(titles).toHaveCount(16)
  await expect(focused(page)).toHaveText(await titles.nth(8).innerText())

  await page.getByRole('combobox', { name: 'Shop as someone else' }).fill('words')
  await expect(page.getByRole('option').first()).toContainText('follows the words')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\?shopper=/)
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()

  await page.getByRole('link', { name: 'the combination' }).press('Enter')
  await expect(page.getByText('the combination of picture and words.')).toBeVisible()
  await expectFocus(page)

  await firstCard(page).getByRole('heading').getByRole('link').press('Enter')
  await expect(page.getByRole('heading', { name: 'Similar items' })).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  await page.getByRole('button', { name: 'Like' }).press('Enter')
  await expect(page.getByRole('status').getByText(/likes/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Like' })).toBeFocused()
})

test('the admin pages keep the focus too', async ({ page }) => {
  await logIn(page)
  await expect(page.getByRole('heading', { level: 1, name: 'Models' })).toBeFocused()
  await page.getByRole('textbox', { name: 'Epochs' }).fill('0')
  await page.getByRole('button', { name: 'Start training' }).press('Enter')
  await expect(page.getByText('Epochs must be a whole number of at least 1.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Start training' })).toBeFocused()
  await page.getByRole('button', { name: 'Log out' }).press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Admin log-in' })).toBeFocused()
})
