import type { BaseName } from '../bases/index.ts'
import type { ReferenceName } from '../baselines/index.ts'
import type { FitConfigInput } from './config.ts'

/**
 * Settings of a base alone, and what changes once MRdIB is attached. Those of vbpr, freedom, mgcn, soil and dualgnn were chosen
 * on validation (decision 33, docs/results/search-*.md), the others are starting values.
 */
interface BaseDefaults {
  readonly base: FitConfigInput
  readonly mrdib?: FitConfigInput
}

const DEFAULTS: Readonly<Partial<Record<BaseName | ReferenceName, BaseDefaults>>> = {
  bpr: { base: { mrdib: false } },
  lightgcn: { base: { mrdib: false, layers: 3, regularization: 1e-3 } },
  vbpr: {
    base: {},
    mrdib: {
      learningRate: 3e-3,
      regularization: 0.02,
      modalRegularization: 0.005,
      bottleneckWeight: 0.005,
      uniqueWeight: 0.14,
      jointWeight: 0.3,
    },
  },
  mmgcn: { base: { layers: 3, regularization: 1e-4, featureRegularization: 0, learningRate: 1e-4 } },
  dualgnn: { base: { layers: 4, regularization: 1e-3, featureRegularization: 0, learningRate: 3e-4 } },
  mgcn: {
    base: {
      layers: 3,
      regularization: 6.7e-5,
      featureRegularization: 0,
      learningRate: 9.2e-3,
      contrastiveWeight: 2.6e-3,
    },
  },
  soil: {
    base: {
      layers: 2,
      regularization: 3.9e-3,
      featureRegularization: 0,
      learningRate: 3.6e-3,
      contrastiveWeight: 3.9e-3,
    },
  },
  freedom: { base: { layers: 2, regularization: 0, learningRate: 3e-3 } },
  popularity: { base: { mrdib: false } },
  'item-knn': { base: { mrdib: false, neighbours: 100, shrinkage: 100 } },
  ease: { base: { mrdib: false, regularization: 300, graphWeight: 0.3 } },
}

/** The defaults of a base that differ from those of all. */
export function defaultsOf(base: BaseName | ReferenceName, mrdib: boolean): FitConfigInput {
  const own = DEFAULTS[base]
  return own ? { ...own.base, ...(mrdib ? own.mrdib : {}) } : {}
}
