import type { Taste, World } from './world.ts'
import { Explainer, hasPair, readingsOf, rowsOfUser } from '@trifold/model/internals'
import { modalParts } from '../faithfulness/index.ts'
import type { Measure } from '../runner/index.ts'

/** Warm items that are looked at, spread over all. */
const WARM_ITEMS = 200

/** The part that a taste should come out in; `and` is of several. */
const PART_OF: Readonly<Record<Taste['part'], string | null>> = {
  image: 'image',
  text: 'text',
  shared: 'redundant',
  synergy: 'synergy',
  and: null,
}

/** Where the absolute size of the modality parts lies. */
export interface Mass {
  /** Of all users and items, by part, in nats a pair. */
  readonly parts: Readonly<Record<string, number>>
  /** The share that is on the part which drives the user; null where several do. */
  readonly right: number | null
}

export interface RightPart {
  /** Over items that occur in no training interaction, of which ids know nothing. */
  readonly heldOut: Mass
  /** Over items that do, without those the user was trained on. */
  readonly warm: Mass
}

/** Measures how much of what explanations say is on the part that truly drives each user (model.md section 5, acceptance 5). */
export function rightPart({ truth }: World): Measure<RightPart> {
  return {
    name: 'right part 3',
    of: ({ factors, split }) => {
      const explainer = new Explainer(factors)
      const [reading] = readingsOf(factors)
      const massOn = (items: readonly number[]): Mass => {
        const parts: Record<string, number> = {}
        let [right, all, count] = [0, 0, 0]
        truth.tastes.forEach((taste, user) => {
          const asked = items.filter((item) => !hasPair(split.train, user, item))
          for (const explanation of explainer.explain(rowsOfUser(factors, user), asked, reading)) {
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
