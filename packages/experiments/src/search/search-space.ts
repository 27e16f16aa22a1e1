import type { FitConfigInput, UniformSource } from '@trifold/model/internals'
import type { RecommenderName } from '../runner/index.ts'

/** Where a setting is looked for: between two numbers on a logarithmic scale, or among some. */
type Range = readonly [low: number, high: number] | { readonly among: readonly number[] }
type Space = { readonly [setting in keyof FitConfigInput]?: Range }

const ids: Space = { learningRate: [5e-4, 1e-2], regularization: [1e-4, 1e-1] }
const graph: Space = { learningRate: [5e-4, 1e-2], regularization: [1e-6, 1e-2], layers: { among: [1, 2, 3] } }
const contrast: Space = { ...graph, contrastiveWeight: [1e-3, 1e-1] }

const SPACES: Readonly<Partial<Record<RecommenderName, Space>>> = {
  bpr: ids,
  vbpr: { ...ids, modalRegularization: [1e-3, 1e-1], featureRegularization: [1e-3, 1e-1] },
  lightgcn: graph,
  freedom: { ...graph, edgeDropout: { among: [0.5, 0.8, 0.9] }, auxiliaryWeight: [1e-4, 1e-1] },
  mgcn: contrast,
  soil: contrast,
  // both over-fit within a few epochs at the others' rates
  mmgcn: { ...graph, learningRate: [3e-5, 3e-3], regularization: [1e-6, 1e-1] },
  dualgnn: { ...graph, learningRate: [1e-4, 3e-3], layers: { among: [2, 3, 4] } },
  'item-knn': { neighbours: { among: [20, 50, 100, 200, 500] }, shrinkage: { among: [0, 10, 100, 500] } },
  ease: { regularization: [3, 1000], graphWeight: { among: [0, 0, 0.3, 1, 3, 10] } },
}

/** alpha1..3 over the paper's grid and beyond, and the weight of the joint decoder alone. */
const MRDIB: Space = {
  bottleneckWeight: [1e-4, 5e-2],
  redundancyWeight: [1e-4, 5e-2],
  uniqueWeight: [1e-3, 5e-1],
  jointWeight: [5e-2, 1],
  modalRegularization: [1e-3, 1e-1],
}

/** The settings that are looked for; none where nothing can be set. With MRdIB the bottleneck bounds the features. */
export function spaceOf(base: RecommenderName, mrdib: boolean): Space {
  const { featureRegularization, ...own } = SPACES[base] ?? {}
  if (mrdib) return { ...own, ...MRDIB }
  return featureRegularization ? { ...own, featureRegularization } : own
}

/** One configuration drawn from a space. */
export function drawFrom(space: Space, random: UniformSource): FitConfigInput {
  return Object.fromEntries(
    Object.entries(space).map(([name, range]) => {
      if ('among' in range) return [name, range.among[Math.floor(random.uniform() * range.among.length)]]
      const [low, high] = range
      return [name, Number((low * (high / low) ** random.uniform()).toPrecision(2))]
    }),
  )
}
