import { Matrix } from 'ml-matrix'
import { addMean, logEvidence, normalizeLogs, project, solve, type Hypothesis, type Solved } from './hypotheses.ts'

/** What a model knows of preferences before it sees a history, in coordinates in which parts' covariances are diagonal. */
export interface Preferences {
  /** Columns of each part. */
  readonly ranks: readonly number[]
  /** Variance of every coordinate of w. `[width]` */
  readonly variances: Float64Array
  /** Sum over items of popularity x x^T, row-major. `[width, width]` */
  readonly gram: Float64Array
  readonly hypotheses: readonly Hypothesis[]
  readonly prior: Float64Array // [hypotheses]
}

/** What a history says of a shopper. */
export interface ShopperPosterior {
  /** Mean of w: a preference is its dot product with an item's features. `[width]` */
  readonly vector: Float64Array
  /** Probability that the shopper follows each part. `[parts]` */
  readonly partWeights: Float64Array
  /** Probability of each hypothesis. `[hypotheses]` */
  readonly hypothesisWeights: Float64Array
}

/** Posteriors of shoppers in closed form. Nothing is trained: a known, a new and an anonymous shopper are the same computation. */
export class Posterior {
  private readonly solved: readonly Solved[]
  private readonly projected: readonly Float64Array[]
  readonly width: number

  constructor(private readonly preferences: Preferences) {
    const { ranks, variances, gram, hypotheses } = preferences
    this.width = variances.length
    const starts = [0]
    for (const rank of ranks) starts.push(starts.at(-1)! + rank)
    const covariances = ranks.map((_, p) => Matrix.diag(Array.from(variances.subarray(starts[p], starts[p + 1]))))
    const whole = new Matrix(this.width, this.width)
    for (let r = 0; r < this.width; r++) for (let c = 0; c < this.width; c++) whole.set(r, c, gram[r * this.width + c]!)
    this.solved = hypotheses.map((set) => solve(set, starts, covariances, whole))
    this.projected = this.solved.map(({ columns }) => new Float64Array(columns.length))
  }

  /**
   * @param sum over the history of weight times the item's features `[width]`
   * @param size sum of the weights' sizes
   */
  of(sum: Float64Array, size: number): ShopperPosterior {
    const { prior, ranks } = this.preferences
    const weights = new Float64Array(this.solved.length)
    this.solved.forEach((hypothesis, h) => {
      project(hypothesis, sum, 0, this.projected[h]!)
      weights[h] = Math.log(prior[h]!) + logEvidence(hypothesis, this.projected[h]!, size)
    })
    normalizeLogs(weights)
    const vector = new Float64Array(this.width)
    const partWeights = new Float64Array(ranks.length)
    this.solved.forEach((hypothesis, h) => {
      for (const p of hypothesis.parts) partWeights[p]! += weights[h]!
      if (weights[h]! > 0) addMean(hypothesis, this.projected[h]!, size, weights[h]!, vector)
    })
    return { vector, partWeights, hypothesisWeights: weights }
  }

  /**
   * The mean of w for a sum of features, hypotheses weighted as given. It is linear in the sum, so the contribution of one
   * item of a history is this of that item alone.
   */
  contribution(sum: Float64Array, size: number, hypothesisWeights: Float64Array): Float64Array {
    const vector = new Float64Array(this.width)
    this.solved.forEach((hypothesis, h) => {
      if (hypothesisWeights[h] === 0) return
      project(hypothesis, sum, 0, this.projected[h]!)
      addMean(hypothesis, this.projected[h]!, size, hypothesisWeights[h]!, vector)
    })
    return vector
  }
}
