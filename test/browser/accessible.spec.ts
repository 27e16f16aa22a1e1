import { expect, expectAccessible, expectContrast, logIn, test } from './fixtures.ts'

test('the shop, with a table of values and the switcher open', async ({ page }) => {
  await page.goto('/')
  await page.getByText('All values').first().click()
  await expectAccessible(page)
  await page.getByRole('combobox').focus()
  await expect(page.getByRole('option').first()).toBeVisible()
  // The open list covers other text, whose contrast was checked above.
  await expectAccessible(page, '[role=search]')
})

test('a product, with and without a shopper', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('article').first().getByRole('heading').getByRole('link').click()
  await expect(page.getByRole('heading', { name: 'Similar items' })).toBeVisible()
  await expectAccessible(page)
  await page.goto(new URL(page.url()).pathname)
  await expectAccessible(page)
})

test('the admin pages, with a wrong and a right key', async ({ page }) => {
  await page.goto('/admin')
  await page.getByLabel('Admin key').fill('wrong')
  await page.getByRole('button', { name: 'Log in' }).click()
  await expect(page.getByText('This key does not open')).toBeVisible()
  await expectAccessible(page)
  await logIn(page)
  await expect(page.locator('svg tspan').first()).toBeVisible()
  await expectAccessible(page)
})

test('messages for an unknown shopper and an unknown item', async ({ page }) => {
  await page.goto('/?shopper=nobody-at-all')
  await expectAccessible(page)
  await page.goto('/items/no-such-thing')
  await expectAccessible(page)
})

test('the shop on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/')
  await expect(page.getByRole('article').first()).toBeVisible()
  await expectAccessible(page)
})

test.describe('in dark mode', () => {
  test.use({ colorScheme: 'dark' })

  test('all text has enough contrast', async ({ page }) => {
    await page.goto('/')
    await page.getByText('All values').first().click()
    await expectContrast(page)
    await page.getByRole('article').first().getByRole('heading').getByRole('link').click()
    await expect(page.getByRole('heading', { name: 'Similar items' })).toBeVisible()
    await expectContrast(page)
    await logIn(page)
    await expect(page.locator('svg tspan').first()).toBeVisible()
    await expectContrast(page)
  })
})
