import type { Dataset, FitConfig, Metrics } from '@trifold/model'
import { BASELINE_NAMES, type BaselineName } from '@trifold/model/baselines'
import type { Progress } from '../terminal/index.ts'

/** What a baseline reaches on the split of a model, or why it was not computed. */
export type BaselineResult =
  | { readonly base: BaselineName; readonly valid: Metrics; readonly test: Metrics }
  | { readonly base: BaselineName; readonly skipped: string }

/**
 * Most items for a comparison that nobody asked for. Both keep a weight for every pair of items (1.5 GiB for 20,000), and
 * EASE inverts that matrix. `fit --base` takes more.
 */
const MOST_ITEMS: Readonly<Record<BaselineName, number>> = { popularity: Infinity, 'item-knn': 20_000, ease: 10_000 }

export interface CompareOptions {
  /** Of the model: its seed and its users of evaluation also apply to the baselines. */
  readonly config: FitConfig
  readonly progress: Progress
  readonly backend?: string
  readonly signal: AbortSignal
}

/**
 * Popularity, item-kNN and EASE at their defaults, on the split that the model is evaluated on. A baseline is left out
 * where it is the model itself.
 */
export async function compareBaselines(
  dataset: Dataset,
  { config, progress, backend, signal }: CompareOptions,
): Promise<BaselineResult[]> {
  const { fit, fitConfigSchema } = await import('@trifold/model')
  const { seed, evaluationUsers } = config
  const results: BaselineResult[] = []
  for (const base of BASELINE_NAMES) {
    const own = fitConfigSchema.parse({ base, seed, evaluationUsers })
    if (isSame(own, config)) continue
    const items = dataset.itemIds.length
    if (items > MOST_ITEMS[base]) {
      const number = (value: number) => value.toLocaleString('en-US')
      const skipped = `${number(items)} items are too many for a comparison (at most ${number(MOST_ITEMS[base])})`
      results.push({ base, skipped })
      continue
    }
    const bar = progress.start(`Comparing with ${base}`, 1)
    try {
      const { report } = await fit(dataset, own, { backend, signal, onSolving: (share) => bar.update(share) })
      results.push({ base, valid: report.valid, test: report.test })
    } finally {
      bar.stop()
    }
  }
  return results
}

function isSame(one: FitConfig, other: FitConfig): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]) as Set<keyof FitConfig>
  return [...names].every((name) => one[name] === other[name])
}
