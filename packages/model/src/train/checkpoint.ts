import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { z } from 'zod'
import {
  DamagedFile,
  digestOf,
  readSections,
  removeUnfinished,
  writeSections,
  type Digests,
  type Sections,
} from '../artifact/index.ts'
import { fileError, UserFacingError } from '../errors.ts'
import { LATER_SETTINGS, type FitConfig, withoutRemoved } from '../config/index.ts'
import type { FitProgress } from './progress.ts'
import { stateSchema, type Captured, type TrainingState } from './training-state.ts'

const FILE = 'training.checkpoint'
const KIND = 'checkpoint'
/** Counted up when what is kept changes its meaning. */
const FORMAT = 2
/** A larger state is written while training waits: its epochs take minutes, and a copy of it much memory. */
const MOST_COPIED_BYTES = 2 ** 28
/** What a broken-off run waits for the write under way, to be over within the second. */
const PATIENCE_MS = 500

export interface CheckpointOptions {
  /** Holds the checkpoint; made where it does not exist. One run a folder. */
  readonly dir: string
  /**
   * After how many epochs it is written without fail. By default after each, but for those that end while the one before
   * is still on its way to the disk: so training waits for no disk.
   */
  readonly everyEpochs?: number
  /** Called before training goes on from a checkpoint found in the folder. */
  readonly onResume?: (resumed: Resumed) => void
  /** Called when the checkpoint of an epoch is on the disk. */
  readonly onWritten?: (epoch: number) => void
}

/** What had been done when the checkpoint was written. */
export interface Resumed {
  readonly epoch: number
  /** The most epochs there will be. */
  readonly epochs: number
  /** What `onProgress` had been told of each finished epoch. */
  readonly history: readonly FitProgress[]
}

/** What must be the same for a run to go on with the same numbers. */
export interface RunIdentity {
  readonly config: FitConfig
  /** `fingerprint(dataset)` */
  readonly data: string
  /** What decides the bits of a result: the backend with its instruction set or card. Threads do not. */
  readonly backend: string
}

/** There is a checkpoint, and this run cannot go on from it: it is of another run, truncated or altered. */
export class CheckpointRefused extends UserFacingError {}

const metaSchema = z.strictObject({
  format: z.literal(FORMAT),
  run: z.strictObject({ config: z.record(z.string(), z.unknown()), data: z.string(), backend: z.string() }),
  state: stateSchema,
})

/** The checkpoints of one run: one file, replaced whole. Writing goes on beside training. */
export class Checkpoints {
  readonly #options: CheckpointOptions
  readonly #run: RunIdentity
  readonly #path: string
  #found: { state: Captured['state']; sections: Sections } | null = null
  #writing: Promise<void> = Promise.resolve()
  #isWriting = false
  /** Copies of the arrays, made anew for every write in the same memory: training changes them meanwhile. */
  readonly #copies = new Map<string, Float32Array>()
  readonly #digests: Digests = new WeakMap()
  #bestWritten = 0

  private constructor(options: CheckpointOptions, run: RunIdentity) {
    this.#options = options
    this.#run = run
    this.#path = join(options.dir, FILE)
  }

  /**
   * Looks for a checkpoint to go on from.
   *
   * @throws CheckpointRefused where it is of another run, saying what differs, or truncated, altered, or written by
   *   another version of Trifold
   * @throws UserFacingError where the folder cannot be made or read
   */
  static async open(options: CheckpointOptions, run: RunIdentity): Promise<Checkpoints> {
    const checkpoints = new Checkpoints(options, run)
    const path = checkpoints.#path
    try {
      await mkdir(options.dir, { recursive: true })
    } catch (error) {
      throw fileError(options.dir, error)
    }
    await removeUnfinished(path)
    const file = await readSections(path, KIND).catch((error: unknown) => {
      throw error instanceof DamagedFile ? new CheckpointRefused(error.message) : error
    })
    if (file) {
      const meta = metaSchema.safeParse(file.meta)
      if (!meta.success) throw otherVersion(path)
      refuseOther(path, meta.data.run, run)
      checkpoints.#found = { state: meta.data.state, sections: file.sections }
    }
    return checkpoints
  }

  /** Brings a fresh state to where the checkpoint found was, if there is one. */
  resume(state: TrainingState): void {
    if (!this.#found) return
    if (!state.restore(this.#found.state, this.#found.sections)) throw otherVersion(this.#path)
    this.#found = null
    this.#options.onResume?.({ epoch: state.epoch, epochs: this.#run.config.epochs, history: [...state.history] })
  }

  /**
   * Writes the state after an epoch where it is time to. Training may go on as soon as this returns.
   *
   * @param isLast whether no epoch follows
   * @throws UserFacingError where this, or the write before it, was refused by the file system
   */
  async keep(state: TrainingState, isLast: boolean): Promise<void> {
    const { everyEpochs } = this.#options
    if (!isLast && (everyEpochs === undefined ? this.#isWriting : state.epoch % everyEpochs !== 0)) return
    await this.#writing
    const captured = state.capture()
    const { state: small, moving, best } = captured
    const isNewBest = small.bestEpoch !== this.#bestWritten
    this.#bestWritten = small.bestEpoch
    const arrays = [...moving, ...best]
    const isCopied = arrays.reduce((sum, [, { byteLength }]) => sum + byteLength, 0) <= MOST_COPIED_BYTES
    if (isCopied) this.#copy(isNewBest ? arrays : moving)
    const sections = isCopied ? new Map(arrays.map(([name]) => [name, this.#copies.get(name)!])) : new Map(arrays)
    // counted once for all the epochs that do not better it
    if (isNewBest) for (const name of best.keys()) this.#digests.set(sections.get(name)!, digestOf(sections.get(name)!))
    this.#writing = this.#write(small, sections)
    this.#writing.catch(() => undefined) // heard by the next to wait for it
    if (!isCopied) await this.#writing
  }

  /** @throws UserFacingError where the last write was refused by the file system */
  async close(): Promise<void> {
    await this.#writing
  }

  /** Gives the write under way a moment to end, for a run that is being broken off. */
  async settle(): Promise<void> {
    await Promise.race([this.#writing.catch(() => undefined), setTimeout(PATIENCE_MS, undefined, { ref: false })])
  }

  async #write(state: Captured['state'], sections: Sections): Promise<void> {
    const meta = { format: FORMAT, run: this.#run, state }
    this.#isWriting = true
    try {
      await writeSections(this.#path, { kind: KIND, meta, sections }, this.#digests)
    } finally {
      this.#isWriting = false
    }
    this.#options.onWritten?.(state.epoch)
  }

  #copy(arrays: Iterable<[string, Float32Array]>): void {
    for (const [name, values] of arrays) {
      const copy = this.#copies.get(name)
      if (copy) copy.set(values)
      else this.#copies.set(name, values.slice())
    }
  }
}

/** Removes the checkpoint of a run that is over; the folder stays. */
export async function removeCheckpoint(dir: string): Promise<void> {
  await rm(join(dir, FILE), { force: true })
  await removeUnfinished(join(dir, FILE))
}

const otherVersion = (path: string) =>
  new CheckpointRefused(`${path}: it was written by another version of Trifold, whose training goes on differently.`)

function refuseOther(path: string, kept: z.output<typeof metaSchema>['run'], run: RunIdentity): void {
  const differs = (what: string) =>
    new CheckpointRefused(`${path}: it is of another run, ${what}; name another folder, or remove it to train anew.`)
  const config = run.config as Readonly<Record<string, unknown>>
  const before: Readonly<Record<string, unknown>> = { ...LATER_SETTINGS, ...withoutRemoved(kept.config, 'unchanged') }
  for (const name of new Set([...Object.keys(before), ...Object.keys(config)])) {
    const [theirs, ours] = [before[name], config[name]].map((value) => JSON.stringify(value) ?? 'not set')
    if (theirs !== ours) throw differs(`whose ${name} is ${theirs} and not ${ours}`)
  }
  if (kept.data !== run.data) throw differs('on other data')
  if (kept.backend !== run.backend) throw differs(`computed on ${kept.backend} and not on ${run.backend}`)
}
