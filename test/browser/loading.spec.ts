import type { Page } from '@playwright/test'
import { expect, logIn, test } from './fixtures.ts'

/** Opens a page and returns the scripts that it loads: the names of those with Recharts, and the bytes of all. */
async function scriptsOf(page: Page, path: string): Promise<{ withCharts: string[]; bytes: number }> {
  const scripts: Promise<{ url: string; body: string }>[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script')
      scripts.push(response.text().then((body) => ({ url: response.url(), body })))
  })
  await page.goto(path)
  await page.waitForLoadState('networkidle')
  page.removeAllListeners('response')
  const all = await Promise.all(scripts)
  return {
    withCharts: all.filter(({ body }) => body.includes('recharts-')).map(({ url }) => url),
    bytes: all.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0),
  }
}

test('the chart library is loaded after the log-in only', async ({ page }) => {
  for (const path of ['/', '/admin']) {
    const { withCharts, bytes } = await scriptsOf(page, path)
    console.log(`scripts of ${path}: ${Math.round(bytes / 1000)} kB`)
    expect(bytes).toBeGreaterThan(0)
    expect(withCharts, path).toEqual([])
  }
  await logIn(page)
  await expect(page.locator('.recharts-surface').first()).toBeVisible()
  expect((await scriptsOf(page, '/admin')).withCharts).not.toEqual([])
})

test('the scripts of the shop hold no query of the API', async ({ page }) => {
  const bodies: Promise<string>[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') bodies.push(response.text())
  })
  await page.goto('/')
  await page.waitForLoadState('networkidle')
  for (const body of await Promise.all(bodies)) expect(body).not.toContain('query Recommendations')
})

test('no page has a console error or a failed request', async ({ page }) => {
  const errors: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${page.url()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => errors.push(`${page.url()}: ${error.message}`))
  page.on('requestfailed', (request) => {
    // Next cancels its own data requests when it has read enough of them.
    const reason = request.failure()?.errorText
    if (reason !== 'net::ERR_ABORTED') errors.push(`${request.url()}: ${reason}`)
  })
  await page.goto('/')
  await expect(page.getByRole('article').first()).toBeVisible()
  await page.waitForLoadState('networkidle')
  await page.getByRole('article').first().getByRole('heading').getByRole('link').click()
  await expect(page.getByRole('heading', { name: 'Similar items' })).toBeVisible()
  await page.waitForLoadState('networkidle')
  await logIn(page)
  await expect(page.locator('.recharts-surface').first()).toBeVisible()
  expect(errors).toEqual([])
})
