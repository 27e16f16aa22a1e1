import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { post, type TestApi, testApi } from './testing/index.ts'

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))

let test: TestApi
const children: ChildProcess[] = []

beforeAll(async () => void (test = await testApi()))
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')))
afterAll(() => test.close())

function run(env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, NODE_ENV: '', DATABASE_URL: test.url, DATA_DIR: test.dataDir, API_PORT: '0', ...env },
  })
  children.push(child)
  let stderr = ''
  child.stderr!.on('data', (chunk: Buffer) => (stderr += chunk))
  const ended = once(child, 'exit').then(([code]) => ({ code, stderr }))
  return { child, ended }
}

/** Make every query of the users wait until the returned function is called. */
async function holdUsers(): Promise<() => Promise<void>> {
  const client = await test.pool.connect()
  await client.query('begin; lock table users')
  return async () => {
    await client.query('commit')
    client.release()
  }
}

async function waiting(): Promise<number> {
  const { rows } = await test.pool.query(
    "select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
  )
  return rows[0].n
}

describe('the process', () => {
  it.each([
    ['SIGINT', (child: ChildProcess) => child.kill('SIGINT')],
    ['the loss of its launcher', (child: ChildProcess) => child.disconnect()],
  ])('reports its address, and finishes open requests on %s', async (_name, end) => {
    const { child, ended } = run()
    const [{ type, url }] = await once(child, 'message')
    expect(type).toBe('ready')
    expect((await fetch(`${url}/health`)).status).toBe(200)
    const release = await holdUsers()
    const answer = post(url, { query: '{ user(externalId: "u1") { externalId } }' })
    await vi.waitFor(async () => expect(await waiting()).toBe(1), { timeout: 10_000 })
    end(child)
    await new Promise((resolve) => setTimeout(resolve, 100))
    await release()
    expect((await answer).data).toEqual({ user: { externalId: 'u1' } })
    expect(await ended).toEqual({ code: 0, stderr: '' })
  })

  it.each([
    [{ API_PORT: 'http' }, /^api: API_PORT must be a port number from 0 to 65535, not "http"\.\n$/],
    [{ DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' }, /^api: [^\n]*127\.0\.0\.1:9[^\n]*\n$/],
  ])('reports a wrong setting in one sentence: %j', async (env, sentence) => {
    const { code, stderr } = await run(env).ended
    expect(code).toBe(1)
    expect(stderr).toMatch(sentence)
  })

  it('names the port that is taken', async () => {
    const port = new URL(test.api.url).port
    expect(await run({ API_PORT: port }).ended).toEqual({
      code: 1,
      stderr: `api: Port ${port} is taken by another program: set API_PORT to a free one.\n`,
    })
  })
})
