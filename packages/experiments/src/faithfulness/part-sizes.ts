import { Explainer, type Explanation, heldOutUsers, modesOf, rowOf, rowsOfUser } from '@trifold/model/internals'
import type { Measure } from '../runner/index.ts'

/** Users whose held-out items are explained. */
const USERS = 2000

/** Mean absolute size of each modality part, by name: `image`, ..., `redundant`, `synergy`. */
export type PartSizes = Readonly<Record<string, number>>

/** The modality parts of an explanation, by name. */
export function modalParts({ unique, redundant, synergy }: Explanation): Record<string, number> {
  return { ...unique, redundant, synergy }
}

/** The mean size of the parts of explanations over held-out items of test. */
export const partSizes: Measure<PartSizes> = {
  name: 'part sizes 3',
  of: ({ factors, split }) => {
    if (factors.modalities.length === 0) return {}
    const explainer = new Explainer(factors)
    const [mode] = modesOf(factors)
    const sums: Record<string, number> = {}
    let count = 0
    for (const user of heldOutUsers(split.test, USERS)) {
      for (const explanation of explainer.explain(rowsOfUser(factors, user), rowOf(split.test, user), mode)) {
        count++
        for (const [part, value] of Object.entries(modalParts(explanation)))
          sums[part] = (sums[part] ?? 0) + Math.abs(value)
      }
    }
    return { values: Object.fromEntries(Object.entries(sums).map(([part, sum]) => [part, sum / Math.max(1, count)])) }
  },
}

/** Shares of the parts' total size, by name. */
export function sharesOf(sizes: PartSizes): PartSizes {
  const total = Object.values(sizes).reduce((sum, size) => sum + size, 0)
  return Object.fromEntries(Object.entries(sizes).map(([part, size]) => [part, total > 0 ? size / total : 0]))
}

/** Means over seeds. */
export function meanSizes(seeds: readonly PartSizes[]): PartSizes {
  const parts = Object.keys(seeds[0]!)
  return Object.fromEntries(
    parts.map((part) => [part, seeds.reduce((sum, sizes) => sum + sizes[part]!, 0) / seeds.length]),
  )
}
