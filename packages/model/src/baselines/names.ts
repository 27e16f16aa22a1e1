// Apart from the registry, so that a command line can list the names without loading TensorFlow.js.

/** Recommenders in closed form, which a trained one has to beat, in the order in which tables list them. */
export const BASELINE_NAMES = ['popularity', 'item-knn', 'ease'] as const

export type BaselineName = (typeof BASELINE_NAMES)[number]

export function isBaseline(name: string): name is BaselineName {
  return (BASELINE_NAMES as readonly string[]).includes(name)
}
