import { z } from 'zod'

// The schemas of JSON columns. `config` is parsed by the model package's own `fitConfigSchema`. A value that an older
// version or a person wrote is reported with the name of its row, instead of failing as `undefined` somewhere else.

const byCutoff = z.record(z.string(), z.number())

/** Ranking metrics of one part of the data, by cut-off. A model version is compared by NDCG; the others are shown. */
const partMetricsSchema = z.looseObject({ ndcg: byCutoff })

/** `model_versions.metrics`: `{ valid, test }`, each `{ recall, ndcg, precision, map, ... }` by cut-off. */
const metricsSchema = z.looseObject({ valid: partMetricsSchema, test: partMetricsSchema })

export type StoredMetrics = z.output<typeof metricsSchema>

/** `training_runs.epochs`: one object for each finished epoch. */
const epochSchema = z.object({
  epoch: z.int().positive(),
  loss: z.number(),
  seconds: z.number(),
  validRecall20: z.number().optional(),
  validNdcg20: z.number().optional(),
})

/** A finished epoch as a training run stores it. */
export type EpochRecord = Readonly<z.output<typeof epochSchema>>

/** @throws Error that names the model version when its column holds something else */
export const parseMetrics = (row: { id: number; metrics: unknown }): StoredMetrics =>
  parsed(metricsSchema, row.metrics, `metrics of model version ${row.id}`)

/** @throws Error that names the training run when its column holds something else */
export const parseEpochs = (row: { id: string; epochs: unknown }): EpochRecord[] =>
  parsed(z.array(epochSchema), row.epochs, `epochs of training run ${row.id}`)

function parsed<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new Error(`the ${what} cannot be read: ${issue!.path.join('.') || 'the value'}: ${issue!.message}`)
}
