import { fileURLToPath } from 'node:url'
import { run } from '../run.ts'
import { quantile } from '../statistics.ts'

/** One epoch; `cpuSeconds` counts all threads of the process, and the epoch's validation with it. */
export interface EpochRun {
  readonly seconds: number
  readonly cpuSeconds: number
  readonly loss: number
  readonly ndcg20: number | null
}

/** What training on one backend gave. */
export interface FitRun {
  readonly backend: string
  readonly detail: string
  readonly epochs: readonly EpochRun[]
  readonly peakMiB: number
  readonly test: { readonly recall20: number; readonly ndcg20: number }
}

export interface FitQuestion {
  readonly backend: string
  /** Folder of the data set. */
  readonly data: string
  readonly epochs: number
  readonly config: object
  readonly environment?: Readonly<Record<string, string>>
}

/** Trains in a process of its own. */
export async function fitRun({ backend, data, epochs, config, environment }: FitQuestion): Promise<FitRun> {
  const worker = fileURLToPath(new URL('worker.ts', import.meta.url))
  const parameters = ['--import', 'tsx', worker, backend, data, String(epochs), JSON.stringify(config)]
  const text = await run(process.execPath, parameters, { environment, show: true })
  return JSON.parse(text.trim().split('\n').pop() ?? '') as FitRun
}

/** One row a backend. */
export function fitTable(runs: readonly FitRun[]): string[] {
  return [
    '| backend | seconds an epoch, median (fastest) | CPU s an epoch, with validation | loss, first..last epoch | valid NDCG@20, best | test recall@20 | test NDCG@20 | peak MiB |',
    '|---|---|---|---|---|---|---|---|',
    ...runs.map(({ backend, detail, epochs, peakMiB, test }) => {
      const seconds = epochs.map((epoch) => epoch.seconds)
      const cpu = epochs.map((epoch) => epoch.cpuSeconds)
      const best = Math.max(...epochs.map(({ ndcg20 }) => ndcg20 ?? 0))
      const losses = [epochs[0], epochs.at(-1)].map((epoch) => epoch?.loss.toFixed(6)).join('..')
      const times = `${quantile(seconds, 0.5).toFixed(2)} (${Math.min(...seconds).toFixed(2)}) | ${quantile(cpu, 0.5).toFixed(2)}`
      const quality = `${best.toFixed(5)} | ${test.recall20.toFixed(5)} | ${test.ndcg20.toFixed(5)}`
      return `| ${backend} (${detail}) | ${times} | ${losses} | ${quality} | ${peakMiB} |`
    }),
  ]
}
