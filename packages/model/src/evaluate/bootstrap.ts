import { seededRandom } from '../data/index.ts'
import type { UserMetrics } from './evaluate.ts'
import { valueIndex, VALUES_PER_USER, type Cutoff, type Metric } from './metrics.ts'

/** A gain of one model over another on the same users. */
export interface Gain {
  /** Mean over users of (candidate - baseline). */
  readonly difference: number
  /** `difference` divided by the mean of the baseline. */
  readonly relative: number
  /** Percentile interval of `difference` at the given level. */
  readonly interval: readonly [number, number]
  /** Share of the resamples without a gain: near 0 if the gain is not due to chance. */
  readonly share: number
}

/**
 * Paired bootstrap over users (Efron's percentile interval; docs/model.md section 4). Both models are scored on the
 * same resampled users, so what makes a user easy or hard for both cancels.
 *
 * @throws RangeError if the two were not evaluated on the same users, or if there are no users
 */
export function pairedBootstrap(
  candidate: UserMetrics,
  baseline: UserMetrics,
  metric: Metric,
  cutoff: Cutoff,
  { resamples = 2000, level = 0.95, seed = 1 } = {},
): Gain {
  const count = candidate.users.length
  if (count === 0 || count !== baseline.users.length || candidate.users.some((user, n) => user !== baseline.users[n])) {
    throw new RangeError('A paired bootstrap needs both models evaluated on the same users, at least one')
  }
  const column = valueIndex(metric, cutoff)
  const differences = new Float64Array(count)
  let total = 0
  let baselineTotal = 0
  for (let n = 0; n < count; n++) {
    const before = baseline.values[n * VALUES_PER_USER + column]!
    differences[n] = candidate.values[n * VALUES_PER_USER + column]! - before
    total += differences[n]!
    baselineTotal += before
  }
  const random = seededRandom(seed)
  const means = new Float64Array(resamples)
  for (let r = 0; r < resamples; r++) {
    let sum = 0
    for (let n = 0; n < count; n++) sum += differences[Math.floor(random() * count)]!
    means[r] = sum / count
  }
  means.sort()
  const tail = (1 - level) / 2
  const at = (share: number) => means[Math.min(resamples - 1, Math.max(0, Math.round(share * (resamples - 1))))]
  return {
    difference: total / count,
    relative: total / baselineTotal,
    interval: [at(tail)!, at(1 - tail)!],
    share: means.filter((mean) => mean <= 0).length / resamples,
  }
}
