import type { Taste, World } from './world.ts'
import { Explainer, hasPair, modesOf, rowsOfUser } from '@trifold/model/internals'
import { modalParts } from '../faithfulness/index.ts'
import type { Measure } from '../runner/index.ts'

/** Warm items that are explained, spread over all. */
const WARM_ITEMS = 200

/** The part that a taste should give; `and` gives several. */
const PART_OF: Readonly<Record<Taste['part'], string | null>> = {
  image: 'image',
  text: 'text',
  shared: 'redundant',
  synergy: 'synergy',
  and: null,
}

/** The absolute size of the modality parts, by part. */
export interface PartMass {
  /** Mean over users and items, in nats a pair. */
  readonly parts: Readonly<Record<string, number>>
  /** The share on the part that drives the user; null if several do. */
  readonly right: number | null
}

export interface TruePartShare {
  /** Over items without training interactions, about which ids hold nothing. */
  readonly heldOut: PartMass
  /** Over items with training interactions, without the user's own. */
  readonly warm: PartMass
}

/** Measures the share of the explanations on the part that drives each user (docs/model.md section 5, acceptance 5). */
export function truePartShare({ truth }: World): Measure<TruePartShare> {
  return {
    name: 'right part 3',
    of: ({ factors, split }) => {
      const explainer = new Explainer(factors)
      const [mode] = modesOf(factors)
      const massOn = (items: readonly number[]): PartMass => {
        const parts: Record<string, number> = {}
        let [right, all, count] = [0, 0, 0]
        truth.tastes.forEach((taste, user) => {
          const notTrained = items.filter((item) => !hasPair(split.train, user, item))
          for (const explanation of explainer.explain(rowsOfUser(factors, user), notTrained, mode)) {
            count++
            for (const [part, value] of Object.entries(modalParts(explanation))) {
              const size = Math.abs(value)
              parts[part] = (parts[part] ?? 0) + size
              all += size
              if (part === PART_OF[taste.part]) right += size
            }
          }
        })
        return {
          parts: Object.fromEntries(Object.entries(parts).map(([part, sum]) => [part, sum / count])),
          right: truth.kind === 'and' ? null : right / all,
        }
      }
      const withLabel = (label: number) => truth.heldOut.flatMap((heldOut, item) => (heldOut === label ? [item] : []))
      const warm = withLabel(0)
      const every = Math.ceil(warm.length / WARM_ITEMS)
      return { values: { heldOut: massOn(withLabel(1)), warm: massOn(warm.filter((_, n) => n % every === 0)) } }
    },
  }
}
