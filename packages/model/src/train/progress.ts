import type { CheckpointOptions } from './checkpoint.ts'
import { UserFacingError } from '../errors.ts'

/** Where training stands after an epoch. */
export interface FitProgress {
  /** From 1. */
  readonly epoch: number
  /** The most epochs there will be. */
  readonly epochs: number
  /** Means over the epoch's steps: the loss, and each of its terms before weighting, in nats. */
  readonly loss: number
  readonly terms: Readonly<Record<string, number>>
  /** Seconds this epoch trained, without its evaluation. */
  readonly seconds: number
  /** Absent where nobody has a held-out item to validate on. */
  readonly valid?: { readonly recall20: number; readonly ndcg20: number }
  readonly best?: { readonly epoch: number; readonly ndcg20: number }
}

export interface FitOptions {
  /** Called after every epoch. */
  readonly onProgress?: (progress: FitProgress) => void
  /** Called with the share that is done, from 0 to 1, while a reference is worked out, which has no epochs. */
  readonly onSolving?: (share: number) => void
  /** Ends training at the next step by throwing the signal's reason. */
  readonly signal?: AbortSignal
  /** A backend by name; by default the best that works here. */
  readonly backend?: string
  /** Keeps the state of the run after each epoch, and goes on from what an interrupted run has kept there. */
  readonly checkpoint?: CheckpointOptions
}

/** Training cannot go on: something is no longer a number. What had been trained up to the epoch before is sound. */
export class Diverged extends UserFacingError {
  readonly #where: string

  /**
   * @param when `in epoch 3, step 7`, say
   * @param what `the term "ranking" is not a finite number`, say
   */
  constructor(when: string, what: string) {
    super(`Training stopped ${when}: ${what}; a smaller learning rate may help.`)
    this.#where = `Training stopped ${when}: ${what}`
  }

  /** The same for a run that ends with the weights of an epoch before. */
  keeping(epoch: number): string {
    return `${this.#where}; the model is that of epoch ${epoch}, and a smaller learning rate may help.`
  }
}
