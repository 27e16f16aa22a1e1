import { z } from 'zod'

/** Configuration of a training run: validated, goes through JSON and back, with the field's usual names. */
export const fitConfigSchema = z.strictObject({
  base: z.enum(['vbpr']).default('vbpr').describe('Base recommender.'),
  mrdib: z
    .boolean()
    .default(true)
    .describe('Attach the MRdIB plug-in (bottleneck, unique, redundant, synergy terms) to the base.'),
  seed: z.int().min(0).default(1).describe('Decides every random draw of the run.'),
  epochs: z.int().min(1).default(200).describe('Most passes over the training pairs.'),
  embeddingSize: z.int().min(1).default(64).describe('Width of the id embeddings and of a projected modality.'),
  batchSize: z.int().min(1).default(2048).describe('Training pairs a step.'),
  learningRate: z.number().positive().default(2e-3).describe("Adam's step size."),
  regularization: z.number().min(0).default(0.03).describe('L2 penalty on the id embeddings of the pairs.'),
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
  patience: z
    .int()
    .min(1)
    .default(20)
    .describe('Evaluations without a better validation NDCG@20 before training stops.'),
  bottleneckWeight: z.number().min(0).default(0.01).describe('alpha1: weight of KL(q(z_m|x_m) || N(0, I)) in L_MIB.'),
  redundancyWeight: z
    .number()
    .min(0)
    .default(0.01)
    .describe('alpha2: weight of L_R, the mutual information between modalities.'),
  uniqueWeight: z.number().min(0).default(0.05).describe('alpha3: weight of L_U, the uni-modal decoders.'),
  jointWeight: z
    .number()
    .min(0)
    .default(0.5)
    .describe('Weight of the ranking loss of the joint decoder alone, without ids; 0 leaves it to the served score.'),
  interactionRank: z
    .int()
    .min(0)
    .default(16)
    .describe('Rank of the bilinear interaction between modalities; 0 leaves it out, and with it all synergy.'),
})

export type FitConfig = z.output<typeof fitConfigSchema>
export type FitConfigInput = z.input<typeof fitConfigSchema>
