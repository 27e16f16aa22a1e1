export type Part = 'valid' | 'test'
export type Measure = 'recall' | 'ndcg'

/** Columns of the comparison, in this order. */
export const COLUMNS: readonly { part: Part; measure: Measure; cutoff: number; label: string }[] = [
  { part: 'valid', measure: 'recall', cutoff: 20, label: 'Recall@20' },
  { part: 'valid', measure: 'ndcg', cutoff: 20, label: 'NDCG@20' },
  { part: 'test', measure: 'recall', cutoff: 5, label: 'Recall@5' },
  { part: 'test', measure: 'recall', cutoff: 20, label: 'Recall@20' },
  { part: 'test', measure: 'ndcg', cutoff: 5, label: 'NDCG@5' },
  { part: 'test', measure: 'ndcg', cutoff: 20, label: 'NDCG@20' },
]

/** One figure out of a version's metrics (`{ valid: { recall: { "20": .. } } }`); null where it was not measured. */
export function metric(metrics: unknown, part: Part, measure: Measure, cutoff: number): number | null {
  let value = metrics
  for (const key of [part, measure, String(cutoff)]) {
    if (typeof value !== 'object' || value === null) return null
    value = (value as Record<string, unknown>)[key]
  }
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

/** `.0412`: shares of one, as the literature prints them. */
export function metricText(value: number | null): string {
  if (value === null) return 'not measured'
  return value.toFixed(4).replace(/^0/, '')
}
