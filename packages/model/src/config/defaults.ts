import { BASES, type BaseName, type TunedSettings } from '../bases/index.ts'
import { BASELINES, isBaseline, type BaselineName } from '../baselines/index.ts'

/**
 * The defaults of a recommender that differ from those of all. MRdIB is attached by default to every base that can carry
 * it, and to nothing else.
 */
export function defaultsOf(
  name: BaseName | BaselineName,
  mrdib: boolean,
): TunedSettings & { readonly mrdib?: boolean } {
  if (isBaseline(name)) return { mrdib: false, ...BASELINES[name].defaults }
  const { reads, defaults, mrdibDefaults } = BASES[name]
  return { ...(reads === null && { mrdib: false }), ...defaults, ...(mrdib && mrdibDefaults) }
}
