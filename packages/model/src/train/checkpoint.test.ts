import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FitConfigInput, FitReport } from '../config/index.ts'
import { readSections, writeSections } from '../artifact/index.ts'
import type { Dataset } from '../data/index.ts'
import { createWorld } from '@trifold/experiments'
import { UserFacingError } from '../errors.ts'
import type { Recommender } from '../serve/index.ts'
import { CheckpointRefused, removeCheckpoint } from './checkpoint.ts'
import { fit } from './fit.ts'
import type { FitOptions, FitProgress } from './progress.ts'

const { dataset } = createWorld({ kind: 'mixed', users: 40, items: 40, seed: 3 })
const small = {
  ...{ embeddingSize: 6, batchSize: 256, interactionRank: 3, epochs: 5, learningRate: 0.02, seed: 5 },
  redundancyWeight: 0.1,
} as const satisfies FitConfigInput
const FILE = 'training.checkpoint'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'trifold checkpoint '))
})
afterEach(() => rm(dir, { recursive: true }))

/** Every number of a model and of its report but the times, to the bit. */
const numbersOf = ({ model: { factors }, report }: { model: Recommender; report: FitReport }) => ({
  factors: [...factors.blocks, ...factors.decoders].flatMap(({ user, item }) => [
    bits(user as Float32Array),
    bits(item),
  ]),
  report: { ...report, secondsPerEpoch: 0, peakMemoryMiB: 0 },
})
const bits = ({ buffer, byteOffset, byteLength }: Float32Array) =>
  Buffer.from(buffer, byteOffset, byteLength).toString('hex')
const timeless = (told: readonly FitProgress[]) => told.map((progress) => ({ ...progress, seconds: 0 }))

/** Trains and leaves the checkpoint of every epoch in a folder of its own, named after the epoch. */
const trainKeepingAll = (data: Dataset, config: FitConfigInput, options: FitOptions = {}) =>
  fit(data, config, {
    ...options,
    checkpoint: {
      dir: join(dir, 'last'),
      everyEpochs: 1,
      onWritten: (epoch) => {
        mkdirSync(join(dir, String(epoch)))
        copyFileSync(join(dir, 'last', FILE), join(dir, String(epoch), FILE))
      },
    },
  })

/** Refused in one sentence. */
async function sentenceOf(run: Promise<unknown>): Promise<string> {
  const error = await run.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(UserFacingError)
  expect((error as Error).message).toMatch(/^[^\n]+\.$/)
  return (error as Error).message
}

/** All interactions are for training, and there is a third modality. */
function unvalidated(): Dataset {
  const { users, items } = dataset.interactions
  const modalities = [...dataset.modalities, { ...dataset.modalities[0]!, name: 'audio' }]
  return { ...dataset, modalities, interactions: { users, items, split: new Uint8Array(users.length) } }
}

describe('a run with checkpoints', () => {
  it.each([
    { name: 'with MRdIB', config: small, data: dataset },
    { name: 'with CLUB', config: { ...small, redundancyEstimator: 'club' as const, epochs: 3 }, data: dataset },
    { name: 'without MRdIB', config: { ...small, mrdib: false }, data: dataset },
    {
      name: 'of a base that prunes its graph anew each epoch',
      config: { ...small, base: 'freedom' as const, epochs: 3 },
      data: dataset,
    },
    { name: 'that stops early', config: { ...small, epochs: 40, patience: 2, learningRate: 0.2 }, data: dataset },
    { name: 'on three modalities, with nobody to validate on', config: { ...small, epochs: 3 }, data: unvalidated() },
  ])('$name goes on after every epoch to the same bits', async ({ config, data }) => {
    const told: FitProgress[] = []
    const whole = await fit(data, config, { onProgress: (progress) => told.push(progress) })
    expect(numbersOf(await trainKeepingAll(data, config))).toEqual(numbersOf(whole))
    expect(whole.report.epochs).toBeGreaterThan(2)
    for (let epoch = 1; epoch <= whole.report.epochs; epoch++) {
      const after: FitProgress[] = []
      let history: readonly FitProgress[] = []
      const resumed = await fit(data, config, {
        checkpoint: { dir: join(dir, String(epoch)), onResume: (found) => (history = found.history) },
        onProgress: (progress) => after.push(progress),
      })
      expect(numbersOf(resumed), `after epoch ${epoch}`).toEqual(numbersOf(whole))
      expect(timeless(history)).toEqual(timeless(told.slice(0, epoch)))
      expect(timeless(after)).toEqual(timeless(told.slice(epoch)))
    }
  })

  it('broken off in the midst of an epoch goes on from the last that was finished', async () => {
    const controller = new AbortController()
    const checkpoint = {
      dir,
      everyEpochs: 1,
      onWritten: (epoch: number) => void (epoch === 2 && controller.abort(new Error('crash'))),
    }
    await expect(fit(dataset, small, { signal: controller.signal, checkpoint })).rejects.toThrow('crash')
    let from = 0
    const resumed = await fit(dataset, small, { checkpoint: { dir, onResume: ({ epoch }) => (from = epoch) } })
    expect(from).toBeGreaterThanOrEqual(2)
    expect(numbersOf(resumed)).toEqual(numbersOf(await fit(dataset, small)))
  })

  it('goes on with another number of threads to the same bits', async () => {
    const config = { ...small, epochs: 2, embeddingSize: 64, batchSize: 2048 }
    const world = { kind: 'mixed', users: 120, items: 300, seed: 3 } as const
    const urlOf = (path: string) => JSON.stringify(new URL(path, import.meta.url).href)
    const script = `
      const { fit } = await import(${urlOf('./fit.ts')})
      const { dataset } = (await import(${urlOf('../../../experiments/src/worlds/world.ts')})).createWorld(${JSON.stringify(world)})
      const onWritten = (epoch) => process.env.TRIFOLD_THREADS === '1' && epoch === 1 && process.kill(process.pid, 'SIGKILL')
      const checkpoint = { dir: ${JSON.stringify(dir)}, onWritten, onResume: ({ epoch }) => console.log(epoch) }
      const { model } = await fit(dataset, ${JSON.stringify(config)}, { checkpoint })
      for (const { user } of model.factors.blocks) console.log(Buffer.from(user.buffer).toString('hex'))`
    const run = (threads: string) => {
      const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
      const env = { ...process.env, TRIFOLD_THREADS: threads }
      return spawnSync(process.execPath, ['--import', loader, '--input-type=module', '-e', script], {
        env,
        encoding: 'utf8',
        maxBuffer: 2 ** 26,
      })
    }
    expect(run('1').signal).toBe('SIGKILL')
    const { factors } = (await fit(createWorld(world).dataset, config)).model
    expect(run('2').stdout.trim().split('\n')).toEqual([
      '1',
      ...factors.blocks.map(({ user }) => bits(user as Float32Array)),
    ])
  })

  it('writes as often as it is asked to, and always after the last epoch', async () => {
    const written: number[] = []
    await fit(dataset, small, { checkpoint: { dir, everyEpochs: 3, onWritten: (epoch) => written.push(epoch) } })
    expect(written).toEqual([3, 5])
    expect(await readdir(dir)).toEqual([FILE])
    await removeCheckpoint(dir)
    expect(await readdir(dir)).toEqual([])
  })
})

describe('a checkpoint', () => {
  const twoEpochs = { ...small, epochs: 2, embeddingSize: 1, interactionRank: 1, redundancyWeight: 0 }
  const resume = (data = dataset, config: FitConfigInput = twoEpochs) => fit(data, config, { checkpoint: { dir } })

  it('of another run is refused with what differs, and left alone', async () => {
    await resume()
    const before = await readFile(join(dir, FILE))
    const otherData = { ...dataset, userIds: dataset.userIds.map((id) => `${id}!`) }
    for (const { difference, data, config } of [
      { difference: 'whose seed is 5 and not 6', config: { ...twoEpochs, seed: 6 } },
      { difference: 'whose mrdib is true and not false', config: { ...twoEpochs, mrdib: false } },
      { difference: 'whose epochs is 2 and not 3', config: { ...twoEpochs, epochs: 3 } },
      { difference: 'on other data', data: otherData },
    ]) {
      await expect(resume(data, config)).rejects.toBeInstanceOf(CheckpointRefused)
      expect(await sentenceOf(resume(data, config))).toBe(
        `${join(dir, FILE)}: it is of another run, ${difference}; name another folder, or remove it to train anew.`,
      )
    }
    expect(await sentenceOf(fit(dataset, twoEpochs, { backend: 'cpu', checkpoint: { dir } }))).toMatch(
      /it is of another run, computed on .+ and not on cpu \(plain JavaScript\); name another folder/,
    )
    expect(await readFile(join(dir, FILE))).toEqual(before)
  })

  it('from before a setting came goes on where the run is what it was then', async () => {
    await resume()
    const path = join(dir, FILE)
    const file = await readSections(path, 'checkpoint')
    const { run } = file?.meta as { run: { config: FitConfigInput } }
    delete run.config.redundancyEstimator
    await writeSections(path, { kind: 'checkpoint', meta: file?.meta, sections: file?.sections ?? new Map() })
    expect(await sentenceOf(resume(dataset, { ...twoEpochs, redundancyEstimator: 'club' }))).toContain(
      'whose redundancyEstimator is "mine" and not "club"',
    )
    await expect(resume()).resolves.toBeDefined()
  })

  it('cut or altered anywhere is refused, and left alone', async () => {
    await resume()
    const path = join(dir, FILE)
    const whole = await readFile(path)
    const step = Math.ceil(whole.length / 20)
    for (let at = 0; at < whole.length; at += step) {
      for (const broken of [
        whole.subarray(0, at),
        Buffer.concat([whole.subarray(0, at), Buffer.of(whole[at]! ^ 0x10), whole.subarray(at + 1)]),
      ]) {
        await writeFile(path, broken)
        await expect(resume()).rejects.toBeInstanceOf(CheckpointRefused)
        expect(await sentenceOf(resume()), `at byte ${at}`).toContain(`${path}: `)
        expect(await readFile(path)).toEqual(broken)
      }
    }
    await writeFile(path, whole)
    await expect(resume()).resolves.toBeDefined()
  })

  it('that cannot be written ends the run with the reason', async () => {
    await writeFile(join(dir, 'file'), '')
    const checkpoint = { dir: join(dir, 'file', 'folder') }
    expect(await sentenceOf(fit(dataset, twoEpochs, { checkpoint }))).toBe(`${checkpoint.dir}: it is not a folder.`)
  })
})
