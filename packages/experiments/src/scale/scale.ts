import { fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { type FitConfigInput, carriesMrdib, writeDataset } from '@trifold/model/internals'
import { createLargeWorld } from '../worlds/index.ts'
import { UserFacingError } from '@trifold/model/errors'
import { lines } from '../plot/index.ts'
import { TRAINING_FLAGS } from '@trifold/model/node-flags'
import { settingsName, type Table, type SyntheticExperiment } from '../runner/index.ts'
import { cached } from './cached.ts'

const INTERACTIONS = [1e4, 1e5, 1e6, 1e7]
/** Two modalities: 512 numbers an item. */
const DIMENSION = 256
/** Ranking the whole catalog for many users would take longer than the epoch that is measured. */
const EVALUATED = 500

const scaleRun = z.object({
  readSeconds: z.number(),
  secondsPerEpoch: z.number(),
  peakMemoryMiB: z.number(),
  /** Of reading, training, evaluating and packing the model. */
  seconds: z.number(),
  backend: z.string(),
})

/** Time and memory of one training. */
export type ScaleRun = z.output<typeof scaleRun>

interface Row extends ScaleRun {
  readonly name: string
  readonly interactions: number
}

export const scale: SyntheticExperiment = {
  on: 'synthetic',
  name: 'scale',
  summary: 'Seconds an epoch and peak memory from ten thousand to ten million interactions.',
  oneSeed: true,
  help: `Makes data sets of 10^4, 10^5, 10^6 and 10^7 interactions (20 a user, 10 an item, two modalities of 256
numbers) and writes each to disk in the import format. Then it trains one epoch (three below 10^6) of a base, alone
and with MRdIB, each in its own process. The largest has a million items. It takes half an hour, and 3 GiB of disk and
of memory for features.`,
  basesFor: () => ['vbpr'],
  async run({ settings, runner }) {
    const { signal, backend } = runner.options
    const rows: Row[] = []
    for (const interactions of INTERACTIONS) {
      const write = sharedFolder(interactions)
      try {
        for (const base of settings.bases) {
          for (const mrdib of carriesMrdib(base) ? [false, true] : [false]) {
            const config: FitConfigInput = {
              ...settings.configOf(base, mrdib),
              base,
              mrdib,
              epochs: interactions < 1e6 ? 3 : 1,
              evaluationUsers: EVALUATED,
            }
            const name = settingsName(base, mrdib)
            runner.report(`${name}, ${interactions} interactions`)
            const key = { what: 'scale 1', interactions, DIMENSION, config, backend }
            const run = await cached(runner.cache.dir, key, scaleRun, async () =>
              measure(await write(), config, backend, signal),
            )
            rows.push({ name, interactions, ...run })
          }
        }
      } finally {
        await write.remove()
      }
    }
    const title = 'Time and memory by number of interactions'
    return { tables: [table(title, rows)], plot: plot(title, rows), data: rows }
  },
}

/** The data set in a folder, written at the first call. */
function sharedFolder(interactions: number) {
  let dir: string | undefined
  const write = async () => {
    if (dir !== undefined) return dir
    const made = await mkdtemp(join(tmpdir(), 'trifold-scale-'))
    dir = made
    await writeDataset(createLargeWorld({ interactions, dimension: DIMENSION }), made)
    return made
  }
  const remove = async () => {
    if (dir !== undefined) await rm(dir, { recursive: true, force: true })
  }
  return Object.assign(write, { remove })
}

function measure(dir: string, config: FitConfigInput, backend = '', signal?: AbortSignal): Promise<ScaleRun> {
  return new Promise((resolve, reject) => {
    const program = fileURLToPath(new URL('./scale-run.ts', import.meta.url))
    const child = fork(program, [dir, JSON.stringify(config), ...(backend ? [backend] : [])], {
      signal,
      execArgv: [...TRAINING_FLAGS, '--import', import.meta.resolve('tsx')],
    })
    let result: unknown
    child.on('message', (message) => (result = message))
    child.on('error', reject)
    child.on('exit', (code, killed) => {
      const parsed = scaleRun.safeParse(result)
      if (parsed.success) resolve(parsed.data)
      else reject(new UserFacingError(`The training ended without a result (${killed ?? `code ${code}`}).`))
    })
  })
}

const powerOf = (interactions: number) => `10^${Math.round(Math.log10(interactions))}`

function table(title: string, rows: readonly Row[]): Table {
  return {
    title,
    columns: [
      '',
      'interactions',
      'items',
      'reading, s',
      'epoch, s',
      'us an interaction',
      'peak memory, GiB',
      'whole, s',
    ],
    rows: rows.map(({ name, interactions, readSeconds, secondsPerEpoch, peakMemoryMiB, seconds }) => [
      name,
      powerOf(interactions),
      powerOf(interactions / 10),
      readSeconds.toFixed(2),
      secondsPerEpoch.toFixed(2),
      ((secondsPerEpoch / interactions / 0.8) * 1e6).toFixed(1),
      (peakMemoryMiB / 1024).toFixed(2),
      seconds.toFixed(1),
    ]),
    notes: [
      `Two modalities of ${DIMENSION} numbers, features held in half precision; ${[...new Set(rows.map(({ backend }) => backend))].join(', ')}. ` +
        'An epoch is one pass over the 80 % of interactions in train. Memory is the peak resident size of the process.',
    ],
  }
}

function plot(title: string, rows: readonly Row[]): string {
  const names = [...new Set(rows.map(({ name }) => name))]
  const chart = (name: string, of: (row: Row) => number) => ({
    title: name,
    x: { scale: 'log' as const, label: 'interactions' },
    y: { scale: 'log' as const },
    series: names.map((label) => ({
      label,
      points: rows.filter((row) => row.name === label).map((row) => ({ x: row.interactions, y: of(row) })),
    })),
  })
  return lines(title, [
    chart('Seconds an epoch', ({ secondsPerEpoch }) => secondsPerEpoch),
    chart('Peak memory, GiB', ({ peakMemoryMiB }) => peakMemoryMiB / 1024),
  ])
}
