import { z } from 'zod'
import { CUTOFFS } from '../evaluate/index.ts'
import { fitConfigSchema, withoutRemoved } from './config.ts'

/** The configuration of a model, which an earlier version may have trained with settings that no longer exist. */
const storedConfigSchema = z.preprocess(
  (given) => (typeof given === 'object' && given !== null ? withoutRemoved(given, 'all') : given),
  fitConfigSchema,
)

const cutoffSchema = z.enum(CUTOFFS.map((cutoff) => `${cutoff}` as const))
const byCutoff = z.record(cutoffSchema, z.number())
export const metricsSchema = z.strictObject({ recall: byCutoff, ndcg: byCutoff, precision: byCutoff, map: byCutoff })

/** What a training run came to: the object that `trifold fit --json` prints. */
export const fitReportSchema = z.strictObject({
  base: z.string(),
  mrdib: z.boolean(),
  seed: z.int(),
  backend: z.string(),
  /** Epochs trained, and which of them gave the weights that were kept, counted from 1. */
  epochs: z.int(),
  bestEpoch: z.int(),
  /** What ended it; absent in reports of earlier versions. */
  stopped: z.enum(['epochs', 'patience', 'non-finite']).optional(),
  /** One sentence where something is amiss with a run that came to an end all the same. */
  warning: z.string().optional(),
  secondsPerEpoch: z.number(),
  peakMemoryMiB: z.number(),
  valid: metricsSchema,
  test: metricsSchema,
})

export type FitReport = z.output<typeof fitReportSchema>

/** What a model says of itself: how it was made, from what, and how good it is. */
export const modelManifestSchema = z.strictObject({
  createdAt: z.iso.datetime(),
  config: storedConfigSchema,
  dataset: z.strictObject({
    name: z.string(),
    /** `fingerprint(dataset)` */
    fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
    interactions: z.int().min(0),
    modalities: z.array(z.strictObject({ name: z.string(), dimension: z.int().min(1) })),
  }),
  report: fitReportSchema,
  /** Of a blend, whose configuration is then that of the member with the largest share. */
  members: z
    .array(z.strictObject({ base: z.string(), mrdib: z.boolean(), seed: z.int(), share: z.number().min(0) }))
    .optional(),
})

export type ModelManifest = z.output<typeof modelManifestSchema>
