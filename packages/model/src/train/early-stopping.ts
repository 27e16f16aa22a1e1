/** Follows a figure that should grow and says when it has stopped growing. */
export class EarlyStopping {
  readonly #patience: number
  #best = -Infinity
  #bestEpoch = 0
  #epoch = 0

  /** @param patience evaluations without a better one before it is time to stop */
  constructor(patience: number) {
    this.#patience = patience
  }

  /** Takes the figure of the next epoch; true where it is the best so far. */
  offer(value: number): boolean {
    this.#epoch++
    // a NaN is never better, so a broken metric ends the run instead of becoming its best
    if (!(value > this.#best)) return false
    this.#best = value
    this.#bestEpoch = this.#epoch
    return true
  }

  /** For a checkpoint. */
  state(): { epoch: number; best: number; bestEpoch: number } {
    return { epoch: this.#epoch, best: this.#best, bestEpoch: this.#bestEpoch }
  }

  restore({ epoch, best, bestEpoch }: { epoch: number; best: number; bestEpoch: number }): void {
    this.#epoch = epoch
    this.#best = best
    this.#bestEpoch = bestEpoch
  }

  get best(): number {
    return this.#best
  }

  /** From 1; 0 before the first figure. */
  get bestEpoch(): number {
    return this.#bestEpoch
  }

  get isOver(): boolean {
    return this.#epoch - this.#bestEpoch >= this.#patience
  }
}
