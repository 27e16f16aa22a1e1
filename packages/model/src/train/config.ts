import { z } from 'zod'

/** Configuration of a training run: validated, goes through JSON and back, with the field's usual names. */
export const fitConfigSchema = z.strictObject({
  base: z.enum(['vbpr']).default('vbpr'),
  /** Attach the MRdIB plug-in (bottleneck, unique, redundant, synergy terms) to the base. */
  mrdib: z.boolean().default(true),
  seed: z.int().min(0).default(1),
  epochs: z.int().min(1).default(200),
  embeddingSize: z.int().min(1).default(64),
  batchSize: z.int().min(1).default(2048),
  learningRate: z.number().positive().default(1e-3),
  /** L2 penalty on the embeddings of the batch. */
  regularization: z.number().min(0).default(0.1),
  /** Evaluations without a better validation NDCG@20 before training stops. */
  patience: z.int().min(1).default(20),
  /** alpha1: weight of KL(q(z_m|x_m) || N(0,I)), paper L_MIB. */
  bottleneckWeight: z.number().min(0).default(0.01),
  /** alpha2: weight of the mutual information between modalities, paper L_R. */
  redundancyWeight: z.number().min(0).default(0.01),
  /** alpha3: weight of the uni-modal decoders, paper L_U. */
  uniqueWeight: z.number().min(0).default(0.05),
})

export type FitConfig = z.output<typeof fitConfigSchema>
