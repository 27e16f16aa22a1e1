import { UserFacingError } from '../errors.ts'

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
