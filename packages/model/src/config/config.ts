import { z } from 'zod'
import { BASE_NAMES } from '../bases/index.ts'
import { REDUNDANCY_ESTIMATORS } from '../mrdib/index.ts'
import { WEIGHTINGS } from '../data/index.ts'
import { BASELINE_NAMES } from '../baselines/index.ts'
import { defaultsOf } from './defaults.ts'

/** Every setting of a training run, with the field's usual names. */
export const fitSettings = z.strictObject({
  base: z
    .enum([...BASE_NAMES, ...BASELINE_NAMES])
    .default('vbpr')
    .describe('Base recommender, or a reference in closed form (popularity, item-knn, ease).'),
  mrdib: z
    .boolean()
    .default(true)
    .describe('Attach the MRdIB plug-in (bottleneck, unique, redundant, synergy terms) to the base.'),
  seed: z.int().min(0).default(1).describe('Decides every random draw of the run.'),
  epochs: z.int().min(1).default(200).describe('Most passes over the training pairs.'),
  embeddingSize: z.int().min(1).default(64).describe('Width of the id embeddings and of a projected modality.'),
  batchSize: z.int().min(1).default(2048).describe('Training pairs a step.'),
  learningRate: z.number().positive().default(2e-3).describe("Adam's step size."),
  regularization: z
    .number()
    .min(0)
    .default(0.03)
    .describe('L2 penalty on the id embeddings of the pairs; the lambda of ease.'),
  modalRegularization: z
    .number()
    .min(0)
    .default(0.01)
    .describe("L2 penalty on the users' modal vectors, and with MRdIB on the interaction's and the decoders'."),
  featureRegularization: z
    .number()
    .min(0)
    .default(0.02)
    .describe("L2 penalty on the items' projected features without MRdIB; with it, the bottleneck bounds them."),
  projectionRegularization: z
    .number()
    .min(0)
    .default(0)
    .describe(
      'L2 penalty on the projections of features, against learning few items by heart; for explanations of small catalogs.',
    ),
  patience: z
    .int()
    .min(1)
    .default(20)
    .describe('Evaluations without a better validation NDCG@20 before training stops.'),
  layers: z.int().min(0).max(8).default(2).describe('Layers of propagation over the graph of users and items.'),
  neighbours: z.int().min(1).max(1000).default(10).describe('Most similar items kept of each item, itself among them.'),
  shrinkage: z
    .number()
    .min(0)
    .default(0)
    .describe('Added to the denominator of a similarity, against pairs of rare items (item-knn).'),
  graphWeight: z
    .number()
    .min(0)
    .default(0)
    .describe("How much the modalities' neighbour graphs count beside the interactions (ease)."),
  edgeDropout: z
    .number()
    .min(0)
    .lt(1)
    .default(0.8)
    .describe('Share of the interactions left out of the graph in each epoch (freedom).'),
  auxiliaryWeight: z
    .number()
    .min(0)
    .default(1e-3)
    .describe("Weight of the base's own ranking losses on single modalities (freedom)."),
  contrastiveWeight: z
    .number()
    .min(0)
    .default(0.01)
    .describe('Weight of InfoNCE between what interactions and what modalities say of a user or an item (mgcn, soil).'),
  pairContrastiveWeight: z
    .number()
    .min(0)
    .default(0.01)
    .describe(
      'Weight of InfoNCE between a user and what interactions and modalities say of the item they took (soil).',
    ),
  bottleneckWeight: z.number().min(0).default(0.01).describe('alpha1: weight of KL(q(z_m|x_m) || N(0, I)) in L_MIB.'),
  redundancyWeight: z
    .number()
    .min(0)
    .default(0.01)
    .describe('alpha2: weight of L_R, the mutual information between modalities.'),
  redundancyEstimator: z
    .enum(REDUNDANCY_ESTIMATORS)
    .default('mine')
    .describe('What estimates L_R: mine, a bound from below by a critic, or club, one from above.'),
  uniqueWeight: z.number().min(0).default(0.05).describe('alpha3: weight of L_U, the uni-modal decoders.'),
  jointWeight: z
    .number()
    .min(0)
    .default(0.5)
    .describe('Weight of the ranking loss of the joint decoder alone, without ids; 0 leaves it to the served score.'),
  weighting: z
    .enum(WEIGHTINGS)
    .default('none')
    .describe(
      'What interaction weights above 0 do: none, or confidence (pairs are sampled and counted in proportion). Pairs of weight 0 are never positives.',
    ),
  evaluationUsers: z
    .int()
    .min(1)
    .default(20_000)
    .describe('Most users that an evaluation ranks the whole catalog for; of more, the same sample for every run.'),
  foldInPriorWeight: z
    .number()
    .positive()
    .default(0.5)
    .describe(
      "What the model's users weigh, as prior, against the interactions of someone who is folded in without training.",
    ),
  interactionRank: z
    .int()
    .min(0)
    .default(16)
    .describe('Rank of the bilinear interaction between modalities; 0 leaves it out, and with it all synergy.'),
})

/**
 * Configuration of a training run: validated, and through JSON and back. What is not given is the default of the base
 * asked for (`defaultsOf`), else the one in `fitSettings`.
 */
export const fitConfigSchema = z.preprocess(withDefaultsOfBase, fitSettings)

export type FitConfig = z.output<typeof fitSettings>
export type FitConfigInput = z.input<typeof fitSettings>

/**
 * Settings that came when runs and checkpoints had been kept without them, at the value that means what was done then: such
 * a run is the same with and without the setting.
 */
export const LATER_SETTINGS: Readonly<Partial<FitConfig>> = {
  redundancyEstimator: 'mine',
  weighting: 'none',
  foldInPriorWeight: 0.5,
  projectionRegularization: 0,
}

/** Settings of earlier versions that no longer exist, with the value that means what is done now. */
export const REMOVED_SETTINGS = { regularizeEvery: 1 } as const

/** A stored configuration without its removed settings: all of them, or those of the value that means what is done now. */
export function withoutRemoved<T extends object>(config: T, which: 'all' | 'unchanged'): Partial<T> {
  const removed: Readonly<Record<string, unknown>> = REMOVED_SETTINGS
  return Object.fromEntries(
    Object.entries(config).filter(
      ([name, value]) => !(name in removed && (which === 'all' || value === removed[name])),
    ),
  ) as Partial<T>
}

/** Anything that is no configuration is left for the schema to refuse. */
function withDefaultsOfBase(given: unknown): unknown {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return given
  const { base, mrdib } =
    z
      .object(fitSettings.pick({ base: true, mrdib: true }).shape)
      .partial()
      .safeParse(given).data ?? {}
  return { ...defaultsOf(base ?? 'vbpr', mrdib ?? true), ...withoutRemoved(given, 'unchanged') }
}
