import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runTrifold } from '../testing/run-trifold.ts'

let dir: string
let data: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'trifold experiment '))
  data = join(dir, 'world')
  await runTrifold(['world', '--kind', 'mixed', '--users', '30', '--items', '40', '--out', data])
})
afterAll(async () => rm(dir, { recursive: true }))

describe('trifold experiment', () => {
  it('makes every run, writes table, figures and plot, and finds the runs again', async () => {
    const out = join(dir, 'out')
    const args = ['experiment', 'compare', '--data', data, '--base', 'popularity,vbpr', '--seeds', '2', '--out', out]
    const first = await runTrifold(args)
    expect(first.code).toBe(0)
    expect(first.stdout).toContain('| vbpr+mrdib |')
    expect((await readdir(out)).sort()).toEqual(['compare.json', 'compare.md', 'compare.svg', 'runs'])
    const kept = (await readdir(join(out, 'runs'))).map((name) => name.slice(name.lastIndexOf('.'))).sort()
    expect(kept).toEqual([...Array<string>(6).fill('.json'), '.model', '.model']) // a model for each seed of MRdIB
    const figures = await readFile(join(out, 'compare.json'), 'utf8')
    const again = await runTrifold(args)
    expect(again.stderr.match(/found finished/g)?.length).toBe(6)
    const without = (text: string) => text.replace(/"createdAt": "[^"]*"/, '')
    expect(without(await readFile(join(out, 'compare.json'), 'utf8'))).toBe(without(figures))
  })

  it('names every experiment in its help', async () => {
    const { stdout } = await runTrifold(['experiment', '--help'])
    const { EXPERIMENTS } = await import('@trifold/experiments')
    for (const { name } of EXPERIMENTS) expect(stdout).toMatch(new RegExp(`^  ${name} +\\S`, 'm'))
  })

  it.each([
    [
      ['experiment', 'nothing'],
      /There is no experiment "nothing"; known are compare, ablation, imbalance, sensitivity, coldstart, search, worlds, audit, faithfulness, scale\./,
    ],
    [['experiment', 'compare', '--base', 'vbpr,nobody'], /--base nobody: there is no such recommender/],
    [['experiment', 'worlds'], /makes its own data and takes no --data/],
    [['experiment', 'ablation', '--base', 'bpr'], /MRdIB cannot be attached to bpr/],
  ])('refuses %j in one sentence', async (args, reason) => {
    const { code, stderr } = await runTrifold([...args, '--data', data, '--out', join(dir, 'none')])
    expect(code).toBe(1)
    expect(stderr).toMatch(reason)
  })
})
