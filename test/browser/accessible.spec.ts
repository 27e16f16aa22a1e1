import { expect, expectAccessible, expectContrast, logIn, test } from './fixtures.ts'

test('the shop, with its figures and the switcher open', async ({ page }) => {
  await page.goto('/')
  await page.getByText('All figures').first().click()
  await page.getByRole('combobox').focus()
  await expect(page.getByRole('option').first()).toBeVisible()
  await expectAccessible(page)
})

test('a product, with and without a shopper', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('article').first().getByRole('heading').getByRole('link').click()
  await expect(page.getByRole('heading', { name: 'Similar items' })).toBeVisible()
  await expectAccessible(page)
  await page.goto(new URL(page.url()).pathname)
  await expectAccessible(page)
})

test('the admin pages, and what goes wrong on them', async ({ page }) => {
  await page.goto('/admin')
  await page.getByLabel('Admin key').fill('wrong')
  await page.getByRole('button', { name: 'Log in' }).click()
  await expect(page.getByText('This key does not open')).toBeVisible()
  await expectAccessible(page)
  await logIn(page)
  await expectAccessible(page)
})

test('messages: nobody, nothing', async ({ page }) => {
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

test.describe('in the dark', () => {
  test.use({ colorScheme: 'dark' })

  test('everything can still be read', async ({ page }) => {
    await page.goto('/')
    await page.getByText('All figures').first().click()
    await expectContrast(page)
    await page.getByRole('article').first().getByRole('heading').getByRole('link').click()
    await expect(page.getByRole('heading', { name: 'Similar items' })).toBeVisible()
    await expectContrast(page)
    await logIn(page)
    await expectContrast(page)
  })
})
