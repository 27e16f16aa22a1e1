import type { Factors } from '../factors/index.ts'
import type { Baseline, BaselineInput } from './baseline.ts'
import { ease } from './ease.ts'
import { itemKnn } from './item-knn.ts'
import type { BaselineName } from './names.ts'
import { popularity } from './popularity.ts'

export const BASELINES: Readonly<Record<BaselineName, Baseline>> = { popularity, 'item-knn': itemKnn, ease }

/** Solves a baseline. Its score comes from interactions alone: it has no modal block and no decoder. */
export async function solveBaseline(name: BaselineName, input: BaselineInput): Promise<Factors> {
  const { users, items } = input
  const block = await BASELINES[name].solve(input)
  const interventional = { joint: [], alone: [] }
  return { users, items, blocks: [block], modalities: [], decoders: [], interventional }
}
