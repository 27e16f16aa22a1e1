import type { FitConfigInput } from '@trifold/model'

/**
 * Settings that learn what this shop's shoppers go by. With 54 products every picture tells its product from all others, so
 * a picture model can learn any taste by heart: the penalty on projections makes it say what pictures look like instead,
 * and combinations are many (four products of traits, none of them a strong direction), hence the rank.
 */
export const DEMO_SETTINGS = {
  learningRate: 0.005,
  patience: 20,
  uniqueWeight: 0.5,
  jointWeight: 1,
  interactionRank: 128,
  projectionRegularization: 8e-5,
} as const satisfies FitConfigInput
