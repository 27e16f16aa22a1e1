import { spawnSync } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { load } from '@trifold/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dataOf, eventually } from './support/graphql.ts'
import { processesOf } from './support/processes.ts'
import { Stack, root } from './support/stack.ts'

interface Explained {
  recommendations: {
    source: string
    edges: {
      rank: number
      score: number
      node: { title: string }
      explanation: { baseline: number; components: { value: number }[] }
    }[]
  }
}

/** The query and the answer as the launcher printed them. */
function printed(output: string): { query: string; answer: { data: Explained } } {
  const [, query] = /\n(\{\n {2}recommendations[\s\S]*?\n\})\n/.exec(output) ?? []
  const [, answer] = /\n(\{\n {2}"data"[\s\S]*?\n\})\n/.exec(output) ?? []
  if (query === undefined || answer === undefined) throw new Error(`No query with its answer in:\n${output}`)
  return { query, answer: JSON.parse(answer) as { data: Explained } }
}

describe('npm start on an empty data folder', () => {
  let stack: Stack
  beforeAll(async () => {
    stack = await Stack.start()
  })
  afterAll(() => stack.dispose())

  it('answers the query it prints with the answer it prints, explained by a model', async () => {
    const { query, answer } = printed(stack.output)
    const again = await dataOf<Explained>(stack.apiUrl, query)
    expect(again).toEqual(answer.data)
    expect(again.recommendations.source).toBe('MODEL')
    for (const { score, explanation } of again.recommendations.edges) {
      const sum = explanation.components.reduce((total, { value }) => total + value, explanation.baseline)
      expect(Math.abs(sum - score)).toBeLessThan(1e-5)
    }
  })

  it('explains every pair of a demo shopper and a demo item so that the parts sum to the score', async () => {
    const models = join(stack.dataDir, 'models')
    const model = await load(join(models, (await readdir(models))[0]!))
    const everyItem = Uint32Array.from({ length: model.items.size }, (_, item) => item)
    let pairs = 0
    let worst = 0
    for (let user = 0; user < model.users.size; user += 1) {
      for (const { score, baseline, collaborative, unique, redundant, synergy } of model.explain(user, everyItem)) {
        const parts = Object.values(unique).reduce(
          (sum, part) => sum + part,
          baseline + collaborative + redundant + synergy,
        )
        worst = Math.max(worst, Math.abs(parts - score))
        pairs += 1
      }
    }
    expect(pairs).toBe(2000 * 54)
    expect(worst).toBeLessThan(1e-5)
  })

  it('serves the storefront', async () => {
    const page = await fetch(stack.webUrl)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('<html')
  })

  it('refuses a second launcher on the same data folder, naming the first', async () => {
    const second = await Stack.spawn(stack.dataDir)
    await eventually(async () => second.child.exitCode)
    expect(second.child.exitCode).toBe(1)
    expect(second.output).toMatch(/^Trifold already runs on this data folder at http\S+ \(process \d+\)[^\n]*\n$/m)
  })

  it('stops every process it started on Ctrl-C, and answers again after the next start', async () => {
    const before = await dataOf<{ modelVersions: { edges: { node: { id: string } }[] } }>(
      stack.apiUrl,
      '{ modelVersions(first: 1) { edges { node { id } } } }',
    )
    await stack.end('SIGINT')
    await eventually(async () => (processesOf(stack.dataDir).length === 0 ? true : null), 10_000)

    stack = await Stack.start(stack.dataDir)
    const after = await dataOf<typeof before>(stack.apiUrl, '{ modelVersions(first: 1) { edges { node { id } } } }')
    expect(after).toEqual(before)
    expect(stack.output).not.toContain('Admin key')
  })
})

describe('npm start that cannot', () => {
  const start = (env: Record<string, string>, ...args: string[]) =>
    spawnSync(process.execPath, [join(root, 'scripts', 'start.mjs'), ...args], {
      encoding: 'utf8',
      env: { ...process.env, ...env },
      timeout: 60_000,
    })

  it('names a wrong flag', () => {
    const { status, stderr } = start({}, '--prot', '1')
    expect(status).not.toBe(0)
    expect(stderr).toContain("unknown option '--prot'")
    expect(stderr).not.toMatch(/\n\s+at /)
  })

  it('names a port that is taken', async () => {
    const server = createServer()
    const port = await new Promise<number>((resolve) =>
      server.listen(0, () => resolve((server.address() as { port: number }).port)),
    )
    const stack = await Stack.spawn(undefined, { API_PORT: String(port) })
    await eventually(async () => stack.child.exitCode)
    server.close()
    expect(stack.child.exitCode).toBe(1)
    expect(stack.output).toBe(`Port ${port} (API_PORT) is already in use: stop what listens there or choose another.\n`)
    await stack.dispose()
  })

  it('names a database that cannot be reached, without its password', async () => {
    const stack = await Stack.spawn(undefined, { DATABASE_URL: 'postgresql://someone:geheim@127.0.0.1:1/shop' })
    await eventually(async () => stack.child.exitCode)
    expect(stack.child.exitCode).toBe(1)
    expect(stack.output).toMatch(/127\.0\.0\.1:1/)
    expect(stack.output).not.toContain('geheim')
    expect(stack.output).not.toMatch(/\n\s+at /)
    await stack.dispose()
  })
})
