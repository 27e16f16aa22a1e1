import { rm } from 'node:fs/promises'
import {
  CheckpointRefused,
  type Dataset,
  fingerprint,
  type FitConfig,
  type FitOptions,
  type FitProgress,
  heldOutUsers,
  parseConfig,
  partsOf,
  rankUsers,
  maskOf,
  resolveSplit,
  scorerOf,
  type Trained,
  trainOrSolve,
} from '@trifold/model/internals'
import { describeMachine } from './machine.ts'
import { fromFile, pack, packMeasured, runKey, type Run, type RunFile, type RunSpec } from './run.ts'
import type { RunCache } from './run-cache.ts'

/** The progress of an experiment. */
export interface RunnerProgress {
  readonly label: string
  /** Finished runs. */
  readonly done: number
  /** Runs of all calls so far. */
  readonly total: number
  /** Absent for baselines in closed form and for cached runs. */
  readonly epoch?: FitProgress
  readonly reused?: boolean
}

export interface RunnerOptions {
  readonly onProgress?: (progress: RunnerProgress) => void
  readonly signal?: AbortSignal
  readonly backend?: string
}

/**
 * Trains for experiments and caches the runs: one run for each configuration and data set. An experiment that resumes,
 * and any other experiment, reuses them. An interrupted run resumes from its last epoch. If a cached run lacks a
 * measure, the runner takes it from the cached model, or trains again.
 */
export class ExperimentRunner {
  #done = 0
  #total = 0
  readonly #fingerprints = new WeakMap<Dataset, string>()

  constructor(
    /** The data of runs that name none. */
    readonly dataset: Dataset | undefined,
    readonly cache: RunCache,
    readonly options: RunnerOptions = {},
  ) {}

  /**
   * Makes runs, in order.
   *
   * @throws UserFacingError if a data set or configuration cannot be trained on
   * @throws the signal's reason within a second of an abort; finished runs stay cached
   */
  async runs(specs: readonly RunSpec[]): Promise<Run[]> {
    this.#total += specs.length
    const runs: Run[] = []
    for (const spec of specs) {
      this.options.signal?.throwIfAborted()
      runs.push(await this.#run(spec))
    }
    return runs
  }

  async #run(spec: RunSpec): Promise<Run> {
    const { dataset = this.dataset, label, measures = [] } = spec
    if (!dataset) throw new Error(`the run "${label}" names no data set`)
    const config = parseConfig(spec.config)
    const data = this.#fingerprintOf(dataset)
    const key = runKey(config, data)
    const found = await this.cache.find(key)
    if (found && measures.every(({ name }) => name in found.measured)) {
      this.#report(label, ++this.#done, { reused: true })
      return fromFile(found)
    }
    this.#report(label, this.#done)
    const model = found && (await this.cache.model(key))
    const start = performance.now()
    const trained = model
      ? { factors: model.factors, report: model.manifest.report, split: resolveSplit(dataset, config.seed), data }
      : await this.#train(dataset, config, key, label)
    const file = found && model ? found : createRunFile(trained, { dataset, config, key, start })
    // A repeated training may give other numbers on another machine. Earlier measures then belong to another model.
    const measured = found?.test.values === file.test.values ? { ...found.measured } : {}
    for (const measure of measures) measured[measure.name] ??= packMeasured(await measure.of(trained, dataset))
    const whole = JSON.parse(JSON.stringify({ ...file, measured })) as RunFile
    if (!model) await this.cache.dropModel(key)
    await this.cache.put(whole)
    if (!model && spec.cacheModel) await this.cache.putModel(key, partsOf(dataset, config, trained))
    this.#report(label, ++this.#done, model ? { reused: true } : {})
    return fromFile(whole)
  }

  async #train(dataset: Dataset, config: FitConfig, key: string, label: string) {
    const dir = this.cache.checkpointOf(key)
    const options: FitOptions = {
      signal: this.options.signal,
      backend: this.options.backend,
      checkpoint: { dir },
      onProgress: (epoch) => this.#report(label, this.#done, { epoch }),
    }
    try {
      return await trainOrSolve(dataset, config, options)
    } catch (error) {
      if (!(error instanceof CheckpointRefused)) throw error
      await rm(dir, { recursive: true, force: true }) // of another backend, or damaged: restart from the first epoch
      return await trainOrSolve(dataset, config, options)
    }
  }

  /** Reports work that is no run. */
  report(label: string): void {
    this.#report(label, this.#done)
  }

  #report(label: string, done: number, more: Partial<RunnerProgress> = {}): void {
    this.options.onProgress?.({ label, done, total: this.#total, ...more })
  }

  #fingerprintOf(dataset: Dataset): string {
    const known = this.#fingerprints.get(dataset)
    if (known) return known
    const value = fingerprint(dataset)
    this.#fingerprints.set(dataset, value)
    return value
  }
}

/** The file of a training, before any measure. */
function createRunFile(
  { factors, split, report, data }: Trained,
  {
    dataset,
    config,
    key,
    start,
  }: { readonly dataset: Dataset; readonly config: FitConfig; readonly key: string; readonly start: number },
): RunFile {
  const users = heldOutUsers(split.test, config.evaluationUsers)
  const test = pack({ users, values: rankUsers(scorerOf(factors), maskOf(split), split.test, users) })
  return {
    key,
    createdAt: new Date().toISOString(),
    dataset: { name: dataset.name, fingerprint: data },
    machine: { ...describeMachine() },
    config: { ...config },
    report,
    seconds: (performance.now() - start) / 1000,
    test,
    measured: {},
  }
}
