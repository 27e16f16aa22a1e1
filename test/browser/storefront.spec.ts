import { readBars } from './bars.ts'
import { expect, test } from './fixtures.ts'

/** A bar is at least two pixels wide, so its edges may differ by that much. */
const PIXELS = 2.5

test('every recommendation has bars that add up to its score, in figures and in pixels', async ({ page }) => {
  await page.goto('/')
  const figures = page.getByRole('figure', { name: /^Why / })
  await expect(figures.first()).toBeVisible()
  await expect(figures.nth(3)).toBeVisible()
  for (const figure of await figures.all()) {
    const { values, sum, baseline, score, edges } = await readBars(figure)
    expect(values).toHaveLength(5)
    const total = values.reduce((all, value) => all + value, 0)
    expect(total).toBeCloseTo(sum, 9)
    expect(baseline + sum).toBeCloseTo(score, 9)

    const [firstValue = NaN] = values
    const [firstEdge = { left: NaN, right: NaN }] = edges
    const zero = firstValue >= 0 ? firstEdge.left : firstEdge.right
    let end = zero
    values.forEach((value, index) => {
      const { left, right } = edges[index] ?? { left: NaN, right: NaN }
      const [start, next] = value >= 0 ? [left, right] : [right, left]
      // A value that rounds to 0.00 has no visible direction.
      if (value !== 0) expect(Math.abs(start - end)).toBeLessThan(PIXELS)
      end = value === 0 ? end : next
    })
    const sumBar = edges.at(-1)
    expect(Math.abs(((total >= 0 ? sumBar?.right : sumBar?.left) ?? NaN) - end)).toBeLessThan(2 * PIXELS)
  }
})

test('the reason is one sentence, with a table of all values', async ({ page }) => {
  await page.goto('/')
  const first = page.getByRole('article').first()
  await first.getByText('All values').click()
  const table = first.getByRole('table')
  await expect(table.getByRole('row')).toHaveCount(8)
  await expect(table.getByRole('rowheader', { name: 'Average item (baseline)' })).toBeVisible()
  await expect(first.getByText('Observational:')).toBeVisible()
  await expect(page.getByText(/^Ranked by the model, version \d+/)).toBeVisible()
})

test('the shopper is switched by searching, with the keyboard alone', async ({ page }) => {
  await page.goto('/')
  const before = await page.getByRole('heading', { level: 1 }).innerText()
  const box = page.getByRole('combobox', { name: 'Shop as someone else' })
  await box.focus()
  await expect(page.getByRole('option').first()).toBeVisible()
  await box.fill('words')
  await expect(page.getByRole('option').first()).toContainText('follows the words')
  const chosen = await page.getByRole('option').nth(1).locator('span').first().innerText()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\?shopper=/)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(chosen)
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(before)
  await expect(page.getByText('A simulated shopper whose taste follows the words.')).toBeVisible()
  await expect(page.getByRole('article').first()).toBeVisible()
})

test('shoppers of each taste can be compared, and are marked as simulated', async ({ page }) => {
  await page.goto('/')
  for (const taste of ['the words', 'the agreement', 'the combination', 'the picture']) {
    await page.getByRole('navigation', { name: 'A shopper of each taste' }).getByRole('link', { name: taste }).click()
    await expect(page.getByText(/^A simulated shopper whose taste follows /)).toContainText(
      taste.replace('the agreement', 'what picture and words agree on'),
    )
  }
})

test('the next page of the list repeats no item', async ({ page }) => {
  await page.goto('/')
  const titles = page.getByRole('article').getByRole('heading')
  await expect(titles).toHaveCount(8)
  await page.getByRole('button', { name: 'Show more' }).click()
  await expect(titles).toHaveCount(16)
  const names = await titles.allInnerTexts()
  expect(new Set(names).size).toBe(16)
  await expect(page.getByText(/^No\. 16\b/)).toBeVisible()
})

test('an item in the basket is confirmed, and not recommended again', async ({ page }) => {
  await page.goto('/')
  const first = page.getByRole('article').first()
  const title = await first.getByRole('heading').innerText()
  await first.getByRole('button', { name: 'Add to basket' }).click()
  await expect(page.getByRole('status').getByText(`${title} is in`)).toBeVisible()
  await expect(page.getByRole('article').getByRole('heading', { name: title, exact: true })).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('article').first()).toBeVisible()
  await expect(page.getByRole('article').getByRole('heading', { name: title, exact: true })).toHaveCount(0)
})

test('an unknown shopper gets a message', async ({ page }) => {
  await page.goto('/?shopper=nobody-at-all')
  await expect(page.getByRole('heading', { name: 'No shopper has the id nobody-at-all' })).toBeVisible()
  await page.getByRole('link', { name: 'Choose another shopper' }).click()
  await expect(page.getByRole('article').first()).toBeVisible()
})

test('no page is wider than a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  for (const path of ['/', '/admin']) {
    await page.goto(path)
    await expect(page.getByRole('main')).toBeVisible()
    const [content, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth])
    expect(content).toBeLessThanOrEqual(screen)
  }
})
