import type { Recommender } from '@trifold/model'
import { TASTES, type Taste } from './tastes.ts'

/** Which part of an explanation a taste should lead. */
export const PART_OF_TASTE: Readonly<Record<Taste, Part>> = {
  picture: 'image',
  words: 'text',
  both: 'redundant',
  combination: 'synergy',
}

export const PARTS = ['image', 'text', 'redundant', 'synergy'] as const
export type Part = (typeof PARTS)[number]

/** What the explanations of shoppers of one taste are made of. */
export interface TasteParts {
  /** Shares of the absolute size of the modality parts; their sum is 1. */
  readonly parts: Readonly<Record<Part, number>>
  /** Share of the absolute size of all parts that is collaborative. */
  readonly collaborative: number
}

/**
 * What explanations are made of, by the shoppers' taste, over all products of the shop.
 *
 * @param tastes of the model's users, by index
 */
export function partsByTaste(model: Recommender, tastes: readonly Taste[]): Record<Taste, TasteParts> {
  const products = Array.from({ length: model.items.size }, (_, item) => item)
  const of = (taste: Taste): TasteParts => {
    const sizes: Record<Part, number> = { image: 0, text: 0, redundant: 0, synergy: 0 }
    let collaborativeSize = 0
    tastes.forEach((own, user) => {
      if (own !== taste) return
      for (const { collaborative, unique, redundant, synergy } of model.explain(user, products)) {
        collaborativeSize += Math.abs(collaborative)
        const values = { image: partOf(unique, 'image'), text: partOf(unique, 'text'), redundant, synergy }
        for (const part of PARTS) sizes[part] += Math.abs(values[part])
      }
    })
    const modalitySize = PARTS.reduce((sum, part) => sum + sizes[part], 0)
    return {
      parts: Object.fromEntries(PARTS.map((part) => [part, sizes[part] / modalitySize])) as Record<Part, number>,
      collaborative: collaborativeSize / (collaborativeSize + modalitySize),
    }
  }
  return Object.fromEntries(TASTES.map((taste) => [taste, of(taste)])) as Record<Taste, TasteParts>
}

/** @throws Error if the model was trained without this modality */
function partOf(unique: Readonly<Record<string, number>>, modality: string): number {
  const value = unique[modality]
  if (value === undefined) throw new Error(`the model explains nothing by the modality "${modality}"`)
  return value
}
