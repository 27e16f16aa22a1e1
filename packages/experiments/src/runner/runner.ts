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
import type { RunStore } from './run-cache.ts'

/** Where an experiment stands. */
export interface LabProgress {
  readonly label: string
  /** Runs finished, and asked for so far. */
  readonly done: number
  readonly total: number
  /** Absent while a reference is worked out, and for a run that was found finished. */
  readonly epoch?: FitProgress
  readonly reused?: boolean
}

export interface LabOptions {
  readonly onProgress?: (progress: LabProgress) => void
  readonly signal?: AbortSignal
  readonly backend?: string
}

/**
 * Where experiments have their runs made: each is made once for a configuration and data, kept, and found again by this
 * experiment when it goes on after an interruption and by others. A run broken off goes on from its last epoch. What a
 * found run lacks of the measures asked for is taken of its model, where that was kept, or of one trained again.
 */
export class Lab {
  #done = 0
  #total = 0
  readonly #fingerprints = new WeakMap<Dataset, string>()

  constructor(
    /** What runs are made on that name no data of their own. */
    readonly dataset: Dataset | undefined,
    readonly store: RunStore,
    readonly options: LabOptions = {},
  ) {}

  /**
   * Makes runs, in order.
   *
   * @throws UserFacingError where a data set or configuration cannot be trained on
   * @throws the signal's reason within a second of an abort; finished runs are kept
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
    const found = await this.store.find(key)
    if (found && measures.every(({ name }) => name in found.measured)) {
      this.#tell(label, ++this.#done, { reused: true })
      return fromFile(found)
    }
    this.#tell(label, this.#done)
    const model = found && (await this.store.model(key))
    const start = performance.now()
    const trained = model
      ? { factors: model.factors, report: model.manifest.report, split: resolveSplit(dataset, config.seed), data }
      : await this.#train(dataset, config, key, label)
    const file = found && model ? found : fileOf(trained, { dataset, config, key, start })
    // trained again on another machine it may come to other numbers: what was measured before is not of this model then
    const measured = found?.test.values === file.test.values ? { ...found.measured } : {}
    for (const measure of measures) measured[measure.name] ??= packMeasured(await measure.of(trained, dataset))
    const whole = JSON.parse(JSON.stringify({ ...file, measured })) as RunFile
    if (!model) await this.store.dropModel(key)
    await this.store.keep(whole)
    if (!model && spec.keepsModel) await this.store.keepModel(key, partsOf(dataset, config, trained))
    this.#tell(label, ++this.#done, model ? { reused: true } : {})
    return fromFile(whole)
  }

  async #train(dataset: Dataset, config: FitConfig, key: string, label: string) {
    const dir = this.store.checkpointOf(key)
    const options: FitOptions = {
      signal: this.options.signal,
      backend: this.options.backend,
      checkpoint: { dir },
      onProgress: (epoch) => this.#tell(label, this.#done, { epoch }),
    }
    try {
      return await trainOrSolve(dataset, config, options)
    } catch (error) {
      if (!(error instanceof CheckpointRefused)) throw error
      await rm(dir, { recursive: true, force: true }) // begun on another backend, or damaged: from the first epoch then
      return await trainOrSolve(dataset, config, options)
    }
  }

  /** Tells of work that is no run. */
  say(label: string): void {
    this.#tell(label, this.#done)
  }

  #tell(label: string, done: number, more: Partial<LabProgress> = {}): void {
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

/** What a run's file says of a training, before anything else is measured. */
function fileOf(
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
