import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { root } from '../support/stack.ts'
import { expect, expectAccessible, test } from './fixtures.ts'

const children: ChildProcess[] = []
test.afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

/** Starts the storefront's server as the launcher does, with an API address that does not answer. */
function serve(env: Record<string, string>, hasChannel = true): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'apps', 'web', 'server.ts')], {
    cwd: root,
    stdio: hasChannel ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, API_URL: 'http://127.0.0.1:9', ...env },
  })
  children.push(child)
  return child
}

const ready = (child: ChildProcess): Promise<{ type: string; url: string }> =>
  new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as { type: string; url: string }))
    child.once('exit', (code) => reject(new Error(`ended with ${code}`)))
  })
const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.once('exit', (code) => resolve(code)))

test('without an API every page shows the error and a way to retry', async ({ page }) => {
  const { url } = await ready(serve({ WEB_PORT: '0' }))
  for (const path of ['/', '/?shopper=a', '/items/tent']) {
    await page.goto(url + path)
    await expect(page.getByRole('heading', { name: 'The Trifold API does not answer.' })).toBeVisible()
    await expectAccessible(page)
  }
  await page.getByRole('link', { name: 'Try again' }).click()
  await expect(page.getByRole('heading', { name: 'The Trifold API does not answer.' })).toBeVisible()

  await page.goto(`${url}/admin`)
  await page.getByLabel('Admin key').fill('tf_admin_any')
  await page.getByRole('button', { name: 'Log in' }).click()
  await expect(page.getByText('The Trifold API does not answer.')).toBeVisible()
  expect((await page.request.get(`${url}/media/any.webp`)).status()).toBe(502)
})

test('the redirect of an action works on any port', async ({ page }) => {
  const child = serve({ WEB_PORT: '0' })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const { url } = await ready(child)
  await page.context().addCookies([{ name: 'trifold_admin', value: 'any', url: `${url}/admin` }])
  await page.goto(`${url}/admin`)
  await page.getByRole('button', { name: 'Log out' }).click()
  await expect(page.getByLabel('Admin key')).toBeVisible()
  expect(output).not.toContain('failed to get redirect response')
})

test('the server exits with 0 on SIGTERM, on SIGINT and without its parent', async () => {
  for (const leave of [
    (child: ChildProcess) => child.kill('SIGTERM'),
    (child: ChildProcess) => child.kill('SIGINT'),
    (child: ChildProcess) => child.disconnect(),
  ]) {
    const child = serve({ WEB_PORT: '0' })
    expect(await ready(child)).toMatchObject({ type: 'ready', url: expect.stringMatching(/^http:\/\/localhost:\d+$/) })
    const end = ended(child)
    leave(child)
    expect(await end).toBe(0)
  }
})

test('a taken or invalid port is one sentence and exit code 1', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, resolve))
  const { port } = other.address() as { port: number }
  const cases: [string, string][] = [
    [String(port), `Port ${port} is taken: set WEB_PORT to a free one.`],
    ['http', 'WEB_PORT must be a port number from 0 to 65535, not "http".'],
  ]
  for (const [value, sentence] of cases) {
    const child = serve({ WEB_PORT: value }, false)
    let output = ''
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
    expect(await ended(child)).toBe(1)
    expect(output.trim()).toBe(sentence)
  }
  other.close()
})
