/** Recommenders in closed form, which a trained one has to beat, in the order in which tables list them. */
export const REFERENCE_NAMES = ['popularity', 'item-knn', 'ease'] as const

export type ReferenceName = (typeof REFERENCE_NAMES)[number]

export function isReference(name: string): name is ReferenceName {
  return (REFERENCE_NAMES as readonly string[]).includes(name)
}
