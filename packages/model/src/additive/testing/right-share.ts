import type { Csr } from '../../linalg/index.ts'
import { AdditiveScorer, type AdditiveModel } from '../model.ts'

/**
 * The share of the absolute size of all modality parts that is on the parts that shoppers follow, by taste.
 *
 * @param tastes of every shopper: `image`, `redundant`, `image*text`, ...
 */
export function rightShare(
  model: AdditiveModel,
  pairs: Csr,
  tastes: readonly (readonly string[])[],
  items: readonly number[],
) {
  const scorer = new AdditiveScorer(model)
  const names = model.parts.map(({ kind, modalities }) => (kind === 'redundant' ? 'redundant' : modalities.join('*')))
  const sums = new Map<string, { right: number; all: number }>()
  tastes.forEach((taste, user) => {
    const shopper = scorer.shopperOfRow(pairs, user)
    for (const key of [taste.length > 1 ? 'two parts' : taste[0], 'all']) {
      const sum = sums.get(key!) ?? { right: 0, all: 0 }
      sums.set(key!, sum)
      for (const item of items) {
        scorer.partsOf(shopper, item).forEach((value, p) => {
          sum.all += Math.abs(value)
          if (taste.includes(names[p]!)) sum.right += Math.abs(value)
        })
      }
    }
  })
  return Object.fromEntries([...sums].map(([key, { right, all }]) => [key, all > 0 ? right / all : 0]))
}
