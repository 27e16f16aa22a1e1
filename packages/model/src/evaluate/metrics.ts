/** List lengths at which every metric is taken. */
export const CUTOFFS = [5, 10, 20, 50] as const
export type Cutoff = `${(typeof CUTOFFS)[number]}`

export const METRICS = ['recall', 'ndcg', 'precision', 'map'] as const
export type Metric = (typeof METRICS)[number]

/** Means over the evaluated users, as printed by `fit --json`; all are 0 if no user could be evaluated. */
export type Metrics = Record<Metric, Record<Cutoff, number>>

/** Numbers per user: every metric at every cutoff. */
export const VALUES_PER_USER = METRICS.length * CUTOFFS.length

/** The index of `metric` at `cutoff` among a user's values. */
export function valueIndex(metric: Metric, cutoff: Cutoff): number {
  return METRICS.indexOf(metric) * CUTOFFS.length + CUTOFFS.findIndex((k) => `${k}` === cutoff)
}

/**
 * The metrics of one ranked list (docs/model.md section 4). hit_k is 0 or 1, and P are the held-out positives:
 *
 *     Recall@K = sum hit_k / |P|
 *     NDCG@K = sum hit_k / log2(k + 1) / sum_{k <= min(|P|, K)} 1 / log2(k + 1)
 *     Precision@K = hits / K
 *     MAP@K = sum Precision@k * hit_k / min(|P|, K)
 *
 * @param hits 1 if the entry of that rank was held out. `[at most 50]`
 * @param positives |P| >= 1
 * @param out receives `VALUES_PER_USER` numbers from `offset` on, metrics in the order of `METRICS`
 */
export function listMetrics(hits: ArrayLike<number>, positives: number, out: Float64Array, offset: number): void {
  let found = 0
  let gain = 0
  let ideal = 0
  let precisions = 0
  let rank = 0
  for (let c = 0; c < CUTOFFS.length; c++) {
    const cutoff = CUTOFFS[c]!
    for (; rank < cutoff; rank++) {
      const discount = 1 / Math.log2(rank + 2)
      if (rank < positives) ideal += discount
      if (rank >= hits.length || !hits[rank]) continue
      found++
      gain += discount
      precisions += found / (rank + 1)
    }
    out[offset + c] = found / positives
    out[offset + CUTOFFS.length + c] = gain / ideal
    out[offset + 2 * CUTOFFS.length + c] = found / cutoff
    out[offset + 3 * CUTOFFS.length + c] = precisions / Math.min(positives, cutoff)
  }
}

/** Means over users of the values of `listMetrics`. `[users, VALUES_PER_USER]` */
export function meanMetrics(values: Float64Array): Metrics {
  const users = values.length / VALUES_PER_USER
  const mean = (column: number) => {
    let sum = 0
    for (let n = column; n < values.length; n += VALUES_PER_USER) sum += values[n]!
    return users === 0 ? 0 : sum / users
  }
  const record = (metric: Metric) =>
    Object.fromEntries(CUTOFFS.map((k) => [k, mean(valueIndex(metric, `${k}`))])) as Record<Cutoff, number>
  return { recall: record('recall'), ndcg: record('ndcg'), precision: record('precision'), map: record('map') }
}
