import { adminKey, expect, logIn, test } from './fixtures.ts'

test('a wrong key gets a message and no cookie', async ({ page, context }) => {
  await page.goto('/admin')
  await page.getByLabel('Admin key').fill('tf_admin_wrong')
  await page.getByRole('button', { name: 'Log in' }).click()
  await expect(page.getByText('This key does not open the admin pages.')).toBeVisible()
  expect(await context.cookies()).toEqual([])
})

test('scripts cannot read the key, and logging out deletes it', async ({ page, context }) => {
  await logIn(page)
  const [cookie, ...others] = await context.cookies(new URL('/admin', page.url()).href)
  expect(others).toEqual([])
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/admin' })
  expect(await page.content()).not.toContain(adminKey())
  expect(await page.evaluate(() => document.cookie)).toBe('')
  await page.getByRole('button', { name: 'Log out' }).click()
  await expect(page.getByLabel('Admin key')).toBeVisible()
  expect(await context.cookies()).toEqual([])
})

test('the updates of a run need a log-in', async ({ request }) => {
  for (const path of ['/admin/runs/any/events', '/admin/runs/any/state'])
    expect((await request.get(path)).status()).toBe(401)
})

test('a wrong number is rejected before a run is queued', async ({ page }) => {
  await logIn(page)
  await page.getByRole('textbox', { name: 'Epochs' }).fill('0')
  await page.getByRole('button', { name: 'Start training' }).click()
  await expect(page.getByText('Epochs must be a whole number of at least 1.')).toBeVisible()
})

test('a retrain is started, followed live, measured and promoted', async ({ page }) => {
  test.setTimeout(240_000)
  await logIn(page)
  const versions = page.getByRole('region', { name: 'Model versions' }).locator('tbody tr')
  await expect(versions.first()).toBeVisible() // the table arrives after the page
  const before = await versions.count()

  await page.getByRole('textbox', { name: 'Epochs' }).fill('12')
  await page.getByRole('textbox', { name: 'Seed' }).fill('7')
  await page.getByRole('button', { name: 'Start training' }).click()
  await expect(page).toHaveURL(/\/admin\?run=/)
  const run = page.locator('section[data-state]')
  await expect(run.getByRole('heading', { name: 'VBPR with MRdIB, seed 7, at most 12 epochs' })).toBeVisible()
  await expect(run).toHaveAttribute('data-connection', 'live')
  await expect(run.getByText(/epoch \d+ done/)).toBeVisible({ timeout: 120_000 })
  expect(Number(await run.getByRole('progressbar').getAttribute('aria-valuenow'))).toBeGreaterThan(0)

  await expect(run).toHaveAttribute('data-state', 'SUCCEEDED', { timeout: 180_000 })
  await expect(run.getByText(/^Done: version \d+$/)).toBeVisible()
  await expect(run.locator('.recharts-line-curve')).toHaveCount(3)
  await run.getByText('All epochs').click()
  await expect(run.locator('tbody tr').nth(1)).toBeVisible()
  await expect(run.locator('dl')).toContainText(/Recall@20\s*\.\d{4}/)

  const made = /version (\d+)/.exec(await run.getByText(/^Done: version \d+$/).innerText())?.[1]
  await expect(versions).toHaveCount(before + 1)
  const row = versions.filter({ has: page.getByRole('button', { name: `Promote version ${made}`, exact: true }) })
  await row.getByRole('button', { name: `Promote version ${made}`, exact: true }).click()
  const promoted = page.getByRole('status').getByText(`Version ${made} is in production.`)
  const refused = page.getByLabel(`Reason to promote version ${made} anyway`)
  await expect(promoted.or(refused)).toBeVisible()
  if (await refused.isVisible()) {
    // Twelve epochs may be worse than the production version: then the gate needs a reason.
    await expect(row.locator('[data-tone=error]')).toContainText(/\d/)
    await refused.fill('the browser test wants it')
    await row.getByRole('button', { name: 'Force' }).click()
    await expect(promoted).toBeVisible()
    await expect(versions.first()).toContainText('the browser test wants it')
  }
  await expect(page.locator('tr[data-status=PRODUCTION]').getByRole('rowheader')).toContainText(String(made))
  await expect(page.locator(':focus')).toHaveText('Serves all shoppers')

  await expect(async () => {
    await page.goto('/')
    await expect(page.getByText(new RegExp(`^Ranked by the model, version ${made} `))).toBeVisible({ timeout: 2000 })
  }).toPass({ timeout: 20_000 })
})

test('without the live stream the page polls, and tells the admin', async ({ page }) => {
  test.setTimeout(120_000)
  await logIn(page)
  await page.route('**/events', (route) => route.abort())
  await page.getByRole('textbox', { name: 'Epochs' }).fill('2')
  await page.getByRole('button', { name: 'Start training' }).click()
  const run = page.locator('section[data-state]')
  await expect(run).toHaveAttribute('data-connection', 'polling')
  await expect(run.getByText('The live stream is down. The page asks every 2 seconds.')).toBeVisible()
  await expect(run).toHaveAttribute('data-state', 'SUCCEEDED', { timeout: 90_000 })
  await expect(run).toHaveAttribute('data-connection', 'ended')
})
