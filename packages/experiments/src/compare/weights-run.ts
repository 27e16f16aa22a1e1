/**
 * What ratings are worth to training: `weights-run.ts DIR [SEEDS]` trains on the data set in the folder with and
 * without a threshold for positives and with and without confidence. It prints a Markdown table. Every row is judged on
 * the same positives (held-out ratings of 4 and 5), and all training pairs are masked.
 */
import {
  type FitConfigInput,
  fingerprint,
  heldOutUsers,
  maskOf,
  parseConfig,
  readDataset,
  resolveSplit,
  scorerOf,
  trainOrSolve,
  validate,
} from '@trifold/model/internals'

const POSITIVE_RATING = 4

const [dir, most = '3'] = process.argv.slice(2)
if (dir === undefined) throw new Error('usage: weights-run.ts DIR [SEEDS]')
const [every, liked] = [await readDataset(dir), await readDataset(dir, { positiveRating: POSITIVE_RATING })]
const judged = resolveSplit(liked, 1)
const mask = maskOf(judged)

const variants = [
  { name: 'every rating', dataset: every, weighting: 'none' },
  { name: 'every rating, confidence', dataset: every, weighting: 'confidence' },
  { name: `ratings from ${POSITIVE_RATING}`, dataset: liked, weighting: 'none' },
  { name: `ratings from ${POSITIVE_RATING}, confidence`, dataset: liked, weighting: 'confidence' },
] as const
const subjects: readonly { readonly config: FitConfigInput; readonly seeds: number }[] = [
  { config: { base: 'popularity' }, seeds: 1 },
  { config: { base: 'item-knn' }, seeds: 1 },
  { config: { base: 'ease' }, seeds: 1 },
  { config: { base: 'vbpr', mrdib: false }, seeds: Number(most) },
]

console.log(`Data set ${every.name}, fingerprint ${fingerprint(every).slice(0, 12)}\n`)
console.log('| recommender | positives in training | seeds | valid NDCG@20 | test NDCG@20 |\n|---|---|---:|---:|---:|')
for (const { config, seeds } of subjects) {
  for (const { name, dataset, weighting } of variants) {
    const found: Record<'valid' | 'test', number[]> = { valid: [], test: [] }
    for (let seed = 1; seed <= seeds; seed++) {
      const { factors } = await trainOrSolve(dataset, parseConfig({ ...config, seed, weighting }), {})
      for (const part of ['valid', 'test'] as const) {
        const { ndcg } = await validate(scorerOf(factors), mask, judged[part], heldOutUsers(judged[part]))
        found[part].push(ndcg[20])
      }
    }
    console.log(`| ${config.base} | ${name} | ${seeds} | ${cell(found.valid)} | ${cell(found.test)} |`)
  }
}

/** The mean, and of several seeds the standard deviation. */
function cell(values: readonly number[]): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  if (values.length === 1) return mean.toFixed(4)
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
  return `${mean.toFixed(4)} ± ${Math.sqrt(variance).toFixed(4)}`
}
