import { readBars } from './bars.ts'
import { expect, test } from './fixtures.ts'

test('a product shows its photo, its facts, the reason and similar items', async ({ page }) => {
  await page.goto('/')
  const link = page.getByRole('article').first().getByRole('heading').getByRole('link')
  const title = await link.innerText()
  await link.click()
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
  await expect(page.getByText('in stock')).toBeVisible()
  await expect(page.getByText(/, Unsplash$/)).toBeVisible()
  const photo = page.locator('figure img')
  await expect(photo).toHaveJSProperty('complete', true)
  expect(await photo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(100)

  await expect(page.getByText(/^No\. 1\./)).toBeVisible()
  const { values, baseline, score } = await readBars(page.getByRole('figure', { name: `Why ${title}` }))
  expect(values.reduce((sum, value) => sum + value, baseline)).toBeCloseTo(score, 9)

  const similar = page.getByRole('region', { name: 'Similar items' }).getByRole('link')
  await expect(similar.nth(2)).toBeVisible()
  const next = await similar.first().locator('span').first().innerText()
  expect(next).not.toBe(title)
  await similar.first().click()
  await expect(page.getByRole('heading', { level: 1, name: next })).toBeVisible()
  await expect(page).toHaveURL(/shopper=/)
})

test('an interaction on the product page changes its reason', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('article').nth(1).getByRole('heading').getByRole('link').click()
  await expect(page.getByRole('heading', { name: 'Similar items' })).toBeVisible()
  await expect(page.getByRole('figure', { name: /^Why / })).toHaveCount(1)
  await page.getByRole('button', { name: 'Like' }).click()
  await expect(page.getByRole('status').getByText(/likes/)).toBeVisible()
  await expect(page.getByText('Items that were chosen or seen are not recommended again.')).toBeVisible()
})

test('an item that does not exist is a 404 with a way back', async ({ page }) => {
  const response = await page.goto('/items/no-such-thing')
  expect(response?.status()).toBe(404)
  await page.getByRole('link', { name: 'To the shop', exact: true }).click()
  await expect(page.getByRole('article').first()).toBeVisible()
})

test('a malformed address is a 404 with a way back', async ({ page }) => {
  for (const path of ['/items/%E0%A4%A', '/%', '/media/%ff']) {
    const response = await page.goto(path)
    expect(response?.status(), path).toBe(404)
    await expect(page.getByRole('heading', { level: 1, name: 'Page not found' })).toBeVisible()
  }
  await page.getByRole('link', { name: 'To the shop', exact: true }).click()
  await expect(page.getByRole('article').first()).toBeVisible()
})

test('photos come through the storefront, and nothing else does', async ({ request, page }) => {
  await page.goto('/')
  const src = await page.getByRole('article').first().locator('img').getAttribute('src')
  const photo = await request.get(src ?? '')
  expect(photo.status()).toBe(200)
  expect(photo.headers()['content-type']).toMatch(/^image\//)
  for (const path of ['/media/no-such-photo.webp', '/media/..%2F..%2Fpackage.json', '/media/%2e%2e/graphql']) {
    expect((await request.get(path)).status(), path).toBeGreaterThanOrEqual(400)
  }
})
