import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createWorld } from '@trifold/experiments'
import { fit, type FitReport, readDataset, type Recommender, save } from '@trifold/model'
import { writeDataset } from '@trifold/model/data'
import { evaluateCommand } from './evaluate.ts'
import { similarCommand } from './similar.ts'

let dir: string
let model: Recommender
let report: FitReport
const at = (name: string) => join(dir, name)

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'trifold evaluate '))
  await writeDataset(createWorld({ kind: 'mixed', users: 60, items: 40, seed: 1 }).dataset, at('world'))
  await writeDataset(createWorld({ kind: 'mixed', users: 80, items: 50, seed: 2 }).dataset, at('other'))
  const settings = { base: 'vbpr', mrdib: true, epochs: 3, embeddingSize: 4, batchSize: 128, seed: 3 } as const
  ;({ model, report } = await fit(await readDataset(at('world')), settings))
  await save(model, at('model'))
})
afterAll(() => rm(dir, { recursive: true }))
afterEach(() => vi.restoreAllMocks())

/** Runs a command line; returns what it printed. */
async function run(name: 'evaluate' | 'similar', ...args: readonly string[]) {
  const printed = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      printed[stream] += String(text)
      return true
    })
  }
  const command = (name === 'evaluate' ? evaluateCommand() : similarCommand())
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
  await command.parseAsync(args, { from: 'user' }).finally(() => vi.restoreAllMocks())
  return printed
}

describe('trifold evaluate', () => {
  it('finds what the training reported, and what the baselines reach on the same split', async () => {
    const { stdout, stderr } = await run('evaluate', '--model', at('model'), '--data', at('world'), '--json')
    expect(stderr).not.toMatch(/trained on other data|Left out/)
    const result = JSON.parse(stdout) as Record<string, unknown> & { baselines: { base: string }[] }
    const { valid, test } = report
    expect(result).toMatchObject({ base: 'vbpr', mrdib: true, seed: 3, sameData: true, valid, test })
    for (const base of ['popularity', 'item-knn', 'ease'] as const) {
      const alone = await fit(await readDataset(at('world')), { base, seed: 3 })
      expect(result.baselines.find((one) => one.base === base)).toEqual({
        base,
        valid: alone.report.valid,
        test: alone.report.test,
      })
    }
  })

  it('prints a table, of the model alone with --no-baselines', async () => {
    const { stdout } = await run('evaluate', '--model', at('model'), '--data', at('world'), '--no-baselines')
    const [, row, ...rest] = stdout.trimEnd().split('\n')
    expect(row).toBe(
      [report.valid.ndcg[20], report.valid.recall[20], report.test.ndcg[20], report.test.recall[20]].reduce(
        (line, value, n) => line + value.toFixed(4).padStart([15, 17, 14, 16][n]!),
        'vbpr with MRdIB',
      ),
    )
    expect(rest).toEqual([])
  })

  it('warns of other data, and counts what the model does not know', async () => {
    const { stdout, stderr } = await run('evaluate', '--model', at('model'), '--data', at('other'), '--json')
    expect(stderr).toMatch(/was trained on other data than .*its training may include pairs of this test part/)
    expect(stderr).toMatch(/does not know them: 20 users and 10 items with \d+ interactions\.\n/)
    expect(JSON.parse(stdout)).toMatchObject({ sameData: false, leftOut: { users: 20, items: 10 } })
  })
})

describe('trifold similar', () => {
  it('lists the nearest items of the model', async () => {
    const expected = model.similarItems(7, 4).map(({ item, score }) => ({ item: String(item), similarity: score }))
    const asked = ['--model', at('model'), '--item', '7', '--top', '4']
    expect(JSON.parse((await run('similar', ...asked, '--json')).stdout)).toEqual({ item: '7', similar: expected })
    const [header, first, ...rest] = (await run('similar', ...asked)).stdout.trimEnd().split('\n')
    expect(header).toBe('rank  item  similarity')
    expect(first!.trim().split(/ +/)).toEqual(['1', expected[0]!.item, expected[0]!.similarity.toFixed(4)])
    expect(rest).toHaveLength(3)
  })

  it('refuses an item that the model does not know', async () => {
    await expect(run('similar', '--model', at('model'), '--item', 'x')).rejects.toThrow(
      /the model does not know the item "x"\.$/,
    )
    await expect(run('similar', '--item', '7')).rejects.toThrow(/^Name a model/)
  })
})
