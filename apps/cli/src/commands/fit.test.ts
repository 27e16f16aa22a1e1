import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Explanation, fitReportSchema } from '@trifold/model'
import { runTrifold } from '../testing/run-trifold.ts'
import { explainCommand } from './explain.ts'
import { fitCommand } from './fit.ts'
import { worldCommand } from './world.ts'

let dir: string
let data: string
let model: string
const small = ['--set', 'embeddingSize=4', '--set', 'batchSize=128', '--set', 'interactionRank=2']

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'trifold cli '))
  data = join(dir, 'world')
  model = join(dir, 'model')
  const world = await runTrifold(['world', '--kind', 'mixed', '--users', '30', '--items', '40', '--out', data])
  expect(world).toMatchObject({ code: 0, stderr: '' })
  expect(world.stdout).toMatch(/^world-mixed: 30 users, 40 items, \d+ interactions in /)
})
afterAll(async () => rm(dir, { recursive: true }))

describe('trifold fit and explain', () => {
  it('trains, reports, keeps the model, and explains its scores', async () => {
    const fitted = await runTrifold([
      'fit',
      '--data',
      data,
      '--mrdib',
      '--epochs',
      '2',
      '--seed',
      '4',
      '--out',
      model,
      '--json',
      ...small,
    ])
    expect(fitted.code).toBe(0)
    const { baselines, report } = parseResult(fitted.stdout.trimEnd().split('\n').at(-1) ?? '')
    expect(baselines.map(({ base }) => base)).toEqual(['popularity', 'item-knn', 'ease'])
    for (const { base, valid, test } of baselines) {
      const alone = await runTrifold(['fit', '--data', data, '--base', base, '--seed', '4', '--no-baselines', '--json'])
      expect(parseResult(alone.stdout)).toMatchObject({ baselines: [], report: { valid, test } })
    }
    expect(report).toMatchObject({ base: 'vbpr', mrdib: true, seed: 4, epochs: 2 })
    expect(fitted.stderr).toMatch(/epoch 1\/2 {2}loss \d/)
    expect(fitted.stderr).toMatch(/epoch 2\/2 {2}loss \d/)

    const pairs = join(dir, 'pairs.tsv')
    await writeFile(pairs, 'itemID\tuserID\n39\t0\n3\t29\n')
    const explained = await runTrifold(['explain', '--model', model, '--pairs', pairs, '--json'])
    expect(explained.code).toBe(0)
    const lines = explained.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Explanation & { user: string; item: string })
    expect(lines.map(({ user, item }) => [user, item])).toEqual([
      ['0', '39'],
      ['29', '3'],
    ])
    for (const { score, baseline, collaborative, unique, redundant, synergy } of lines) {
      expect(Object.keys(unique)).toEqual(['image', 'text'])
      expect(baseline + collaborative + unique.image! + unique.text! + redundant + synergy).toBeCloseTo(score, 5)
    }
    const table = await runTrifold(['explain', '--model', model, '--pairs', pairs])
    expect(table.stdout).toMatch(/user 29, item 3\n {2}baseline .*\n {2}collaborative .*│/)
  })

  it('prints a table for people', async () => {
    const { code, stdout } = await runTrifold(['fit', '--data', data, '--epochs', '1', ...small])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^vbpr, seed 1, on \S+: best of 1 epochs is 1/)
    expect(stdout).toMatch(/test +recall( +\d\.\d{4}){4}\n/)
  })

  it('works a reference out, and shows how far it is', async () => {
    const { code, stdout, stderr } = await runTrifold(['fit', '--data', data, '--base', 'ease'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^ease, seed 1, on /)
    expect(stderr).toContain('Solving: 100 %\n')
    const refused = await runTrifold(['fit', '--data', data, '--base', 'ease', '--mrdib'])
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toMatch(
      /The reference ease is a formula of ids alone, so MRdIB cannot be attached to it\.\n$/,
    )
  })

  it('stands beside baselines, and names the inputs that the base does not read', async () => {
    const { stdout, stderr } = await runTrifold(['fit', '--data', data, '--base', 'bpr', '--epochs', '1', ...small])
    expect(stderr).toContain('bpr reads no features: image, text are unused.\n')
    const [names, model, ...baselines] = stdout.split('\n\n')[1]!.trimEnd().split('\n')
    expect(names).toMatch(/^ +valid NDCG@20 +valid Recall@20 +test NDCG@20 +test Recall@20$/)
    expect(model).toMatch(/^bpr( +[01]\.\d{4}){4}$/)
    expect(baselines.map((line) => line.split(' ')[0])).toEqual(['popularity', 'item-knn', 'ease'])
    for (const line of baselines) expect(line).toMatch(/( +[01]\.\d{4}){4}$/)
  })

  it('is not compared with itself, and skips what many items make expensive', async () => {
    const wide = join(dir, 'wide')
    await mkdir(wide)
    const rows = Array.from({ length: 60 }, (_, n) => `${n % 20}\t${n < 20 ? 20_000 : n % 7}`)
    await writeFile(join(wide, 'wide.inter'), `userID\titemID\n${rows.join('\n')}\n`)
    const { stdout, stderr } = await runTrifold(['fit', '--data', wide, '--base', 'popularity'])
    expect(stderr).not.toContain('reads no features')
    expect(stdout.trimEnd().split('\n').slice(-2)).toEqual([
      'item-knn    skipped: 20,001 items are too many for a comparison (at most 20,000)',
      'ease        skipped: 20,001 items are too many for a comparison (at most 10,000)',
    ])
    expect(stdout.match(/^popularity /gm)).toHaveLength(1)
  })

  it('stops on Ctrl-C with 130 and keeps nothing', async () => {
    const out = join(dir, 'never')
    let sent = false
    const stopped = await runTrifold(
      ['fit', '--data', data, '--epochs', '100000', '--set', 'patience=100000', '--out', out, ...small],
      (text, child) => {
        if (!sent && text.includes('epoch 1/')) sent = child.kill('SIGINT')
      },
    )
    expect(stopped).toMatchObject({ code: 130, stdout: '' })
    expect(stopped.stderr).toMatch(/Stopped\.\n$/)
    await expect(rm(out, { recursive: true })).rejects.toThrow(/ENOENT/)
  })

  it('goes on after Ctrl-C where it was, comes to the same numbers, and cleans up', async () => {
    const kept = join(dir, 'kept run')
    const args = ['fit', '--data', data, '--mrdib', '--epochs', '12', '--json', ...small]
    let sent = false
    const stopped = await runTrifold([...args, '--checkpoint', kept], (text, child) => {
      if (!sent && text.includes('epoch 3/')) sent = child.kill('SIGINT')
    })
    expect(stopped).toMatchObject({ code: 130, stdout: '' })
    const [, epoch] =
      /Epoch (\d+) is saved in .*kept run: the same command continues from there\.\nStopped\.\n$/.exec(
        stopped.stderr,
      ) ?? []
    expect(await readdir(kept)).toEqual(['training.checkpoint'])

    const otherSeed = await runTrifold([...args, '--checkpoint', kept, '--seed', '9'])
    expect(otherSeed.code).toBe(1)
    expect(otherSeed.stderr).toMatch(
      /training\.checkpoint: it is of another run, whose seed is 1 and not 9; name another folder, .*\.\n$/,
    )

    const resumed = await runTrifold([...args, '--checkpoint', kept])
    expect(resumed.code).toBe(0)
    expect(resumed.stderr).toContain(`Resuming after epoch ${epoch} of 12, saved in ${kept}\n`)
    expect(resumed.stderr).not.toContain(`epoch ${epoch}/12`)
    expect(await readdir(kept)).toEqual([])
    const [ours, whole] = [resumed, await runTrifold(args)].map(({ stdout }) => {
      const { valid, test, bestEpoch, epochs } = parseResult(stdout).report
      return { valid, test, bestEpoch, epochs }
    })
    expect(ours).toEqual(whole)
  })

  it('answers a fault with one sentence and no stack', async () => {
    const { code, stdout, stderr } = await runTrifold(['fit', '--data', join(dir, 'none')])
    expect([code, stdout, stderr]).toEqual([1, '', `${join(dir, 'none')}: there is no such file or folder.\n`])
  })

  it.each([
    [['fit'], /required option '--data <dir>' not specified/],
    [['fit', '--data', '.', '--epochs', 'many'], /^--epochs: /],
    [['fit', '--data', '.', '--set', 'speed=3'], /^--set speed=3: there is no such setting; known are embeddingSize, /],
    [['fit', '--data', '.', '--set', 'seed=3'], /^--set seed=3: there is no such setting/],
    [['fit', '--data', '.', '--set', 'learningRate'], /^--set learningRate: write it as name=value/],
    [['fit', '--data', '.', '--set', 'learningRate=-1'], /^--set learningRate: /],
    [['fit', '--data', '.', '--mirdb'], /unknown option '--mirdb'/],
    [['explain', '--model', 'none', '--pairs', 'none.tsv'], /none\.tsv: the file cannot be read\.$/],
    [['world', '--kind', 'flat', '--out', 'x'], /Allowed choices are unique, copy, xor, and, mixed, shuffled/],
    [['world', '--kind', 'copy', '--out', 'x', '--items', '3'], /whole number from 10 to/],
  ])('refuses %j', async (args, message) => {
    await expect(parse(args)).rejects.toThrow(message)
  })

  it('names the line of an id that the model does not know', async () => {
    const pairs = join(dir, 'unknown.tsv')
    await writeFile(pairs, 'userID\titemID\n1\t2\n1\t400\n')
    await expect(parse(['explain', '--model', model, '--pairs', pairs])).rejects.toThrow(
      /unknown\.tsv, line 3: the model does not know the item "400"\.$/,
    )
  })
})

/** What `fit --json` prints, checked. */
function parseResult(json: string) {
  const { baselines, ...report } = JSON.parse(json) as { readonly baselines: readonly BaselineResult[] }
  return { baselines, report: fitReportSchema.parse(report) }
}

interface BaselineResult {
  readonly base: string
  readonly valid?: object
  readonly test?: object
  readonly skipped?: string
}

/** Runs a command in this process; what is wrong with it comes out as an error. */
async function parse(args: readonly string[]): Promise<void> {
  const quiet = { writeErr: () => undefined, writeOut: () => undefined }
  const program = new Command()
  for (const command of [fitCommand(), explainCommand(), worldCommand()]) {
    program.addCommand(command.exitOverride().configureOutput(quiet))
  }
  await program.parseAsync(args, { from: 'user' })
}
