import {
  BASELINES,
  BASES,
  isBaseline,
  type FitConfigInput,
  type SearchSpace,
  type UniformSource,
} from '@trifold/model/internals'
import type { RecommenderName } from '../runner/index.ts'

/** alpha1..3 over the paper's grid and beyond, and the weight of the joint decoder alone. */
const MRDIB: SearchSpace = {
  bottleneckWeight: [1e-4, 5e-2],
  redundancyWeight: [1e-4, 5e-2],
  uniqueWeight: [1e-3, 5e-1],
  jointWeight: [5e-2, 1],
  modalRegularization: [1e-3, 1e-1],
}

/** The searched settings; none if the recommender has no settings. With MRdIB the bottleneck bounds the features. */
export function spaceOf(name: RecommenderName, mrdib: boolean): SearchSpace {
  const { searchSpace } = isBaseline(name) ? BASELINES[name] : BASES[name]
  const { featureRegularization, ...own } = searchSpace
  if (mrdib) return { ...own, ...MRDIB }
  return featureRegularization ? { ...own, featureRegularization } : own
}

/** One configuration drawn from a space. */
export function drawFrom(space: SearchSpace, random: UniformSource): FitConfigInput {
  return Object.fromEntries(
    Object.entries(space).map(([name, range]) => {
      if ('among' in range) return [name, range.among[Math.floor(random.uniform() * range.among.length)]]
      const [low, high] = range
      return [name, Number((low * (high / low) ** random.uniform()).toPrecision(2))]
    }),
  )
}
