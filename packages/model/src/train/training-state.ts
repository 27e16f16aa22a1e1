import { z } from 'zod'
import type { SectionArray, Sections } from '../artifact/index.ts'
import type { Parameter, Random } from '../nn/index.ts'
import { EarlyStopping } from './early-stopping.ts'
import type { Network } from './network.ts'
import type { FitProgress } from './progress.ts'

const metrics = z.strictObject({ recall20: z.number(), ndcg20: z.number() })

/** A finished epoch, as `onProgress` told of it. */
const progressSchema = z.strictObject({
  epoch: z.int(),
  epochs: z.int(),
  loss: z.number(),
  terms: z.record(z.string(), z.number()),
  seconds: z.number(),
  valid: metrics.optional(),
  best: z.strictObject({ epoch: z.int(), ndcg20: z.number() }).optional(),
})

/** What is small; the arrays lie beside it. */
export const stateSchema = z.strictObject({
  epoch: z.int().min(1),
  seconds: z.number(),
  bestEpoch: z.int().min(0),
  peakMemoryMiB: z.number(),
  /** `best` is null before the first evaluation. */
  stopping: z.strictObject({ epoch: z.int(), best: z.number().nullable(), bestEpoch: z.int() }),
  streams: z.record(z.string(), z.array(z.int()).length(4)),
  /** Adam's step of each parameter, and what each estimator of L_R remembers: MINE's critic a running mean. */
  steps: z.array(z.int()),
  /** In checkpoints of earlier versions; nothing depends on it any more. */
  taken: z.int().min(0).optional(),
  logMovingMeans: z.array(z.number()),
  history: z.array(progressSchema),
})

export interface Captured {
  readonly state: z.output<typeof stateSchema>
  /** The run's own arrays: the next step changes these, and a better epoch those. */
  readonly moving: ReadonlyMap<string, Float32Array>
  readonly best: ReadonlyMap<string, Float32Array>
}

/** All that decides how a run goes on after an epoch: restored, it gives the same numbers to the last bit. */
export class TrainingState {
  /** Finished epochs, and the seconds they trained. */
  epoch = 0
  seconds = 0
  /** Parameter values of the best epoch so far, and which it was; where nobody can be validated on, of the last. */
  best: readonly Float32Array[] | null = null
  bestEpoch = 0
  readonly stopping: EarlyStopping
  readonly #history: FitProgress[] = []
  readonly #network: Network
  readonly #streams: Readonly<Record<string, Random>>
  #peakMemoryMiB = 0

  constructor(network: Network, sampling: Random, patience: number) {
    this.#network = network
    this.#streams = { ...network.streams, sampling }
    this.stopping = new EarlyStopping(patience)
  }

  get history(): readonly FitProgress[] {
    return this.#history
  }

  /** Takes note of a finished epoch. */
  finish(progress: FitProgress): void {
    this.#history.push(progress)
  }

  /** Of this process and of those that trained before it. */
  get peakMemoryMiB(): number {
    return Math.max(this.#peakMemoryMiB, Math.round(process.resourceUsage().maxRSS / 1024))
  }

  capture(): Captured {
    const parameters = this.#parameters()
    const { epoch, best, bestEpoch } = this.stopping.state()
    const names = sectionNames(parameters)
    return {
      state: {
        epoch: this.epoch,
        seconds: this.seconds,
        bestEpoch: this.bestEpoch,
        peakMemoryMiB: this.peakMemoryMiB,
        stopping: { epoch, best: bestEpoch > 0 ? best : null, bestEpoch },
        streams: Object.fromEntries(Object.entries(this.#streams).map(([name, random]) => [name, random.state()])),
        steps: parameters.map(({ optimizer }) => optimizer.memory.step),
        logMovingMeans: this.#estimators().flatMap(({ memory }) => [...memory]),
        history: [...this.#history],
      },
      moving: new Map(
        parameters.flatMap(({ table, optimizer: { memory } }, n) => [
          [`${names[n]} values`, table.values],
          [`${names[n]} first`, memory.first],
          [`${names[n]} second`, memory.second],
        ]),
      ),
      best: new Map(this.best?.map((values, n) => [`${names[n]} best`, values])),
    }
  }

  /** @returns false, having changed nothing, where the arrays are not those of this network */
  restore(state: Captured['state'], sections: Sections): boolean {
    const parameters = this.#parameters()
    const memories = this.#estimators().map(({ memory }) => memory)
    const names = sectionNames(parameters)
    const trained = this.#network.parameters.all.length
    const expected = new Map(
      parameters.flatMap(({ table }, n) =>
        ['values', 'first', 'second', ...(n < trained ? ['best'] : [])].map((part) => [
          `${names[n]} ${part}`,
          table.values.length,
        ]),
      ),
    )
    const hasBest = [...sections.keys()].some((name) => name.endsWith(' best'))
    if (!hasBest) names.forEach((name) => expected.delete(`${name} best`))
    const fits =
      sections.size === expected.size &&
      [...sections].every(([name, array]) => array instanceof Float32Array && array.length === expected.get(name)) &&
      state.steps.length === parameters.length &&
      state.logMovingMeans.length === memories.reduce((sum, { length }) => sum + length, 0) &&
      Object.keys(this.#streams).every((name) => name in state.streams)
    if (!fits) return false

    const read = (name: string) => sections.get(name) as SectionArray & Float32Array
    parameters.forEach(({ table, optimizer }, n) => {
      table.values.set(read(`${names[n]} values`))
      optimizer.restore({ step: state.steps[n]!, first: read(`${names[n]} first`), second: read(`${names[n]} second`) })
    })
    let next = 0
    for (const memory of memories) memory.set(state.logMovingMeans.slice(next, (next += memory.length)))
    for (const [name, random] of Object.entries(this.#streams)) random.restore(state.streams[name]!)
    this.best = hasBest ? names.slice(0, trained).map((name) => read(`${name} best`)) : null
    this.stopping.restore({ ...state.stopping, best: state.stopping.best ?? -Infinity })
    this.epoch = state.epoch
    this.seconds = state.seconds
    this.bestEpoch = state.bestEpoch
    this.#peakMemoryMiB = state.peakMemoryMiB
    this.#history.splice(0, Infinity, ...state.history)
    return true
  }

  #estimators() {
    return this.#network.mrdib?.estimators ?? []
  }

  /** The network's first, then those of the estimators. */
  #parameters(): readonly Parameter[] {
    return [...this.#network.parameters.all, ...this.#estimators().flatMap(({ parameters }) => parameters.all)]
  }
}

/** Unique whatever the parameters call themselves: the estimator of every pair has a `bias`. */
const sectionNames = (parameters: readonly Parameter[]) => parameters.map(({ name }, n) => `${n} ${name}`)
