import { z } from 'zod'

/** One finished epoch as the API shows it. */
export interface TrainingEpoch {
  readonly epoch: number
  readonly loss: number
  readonly seconds: number
  readonly validRecall20: number | null
  readonly validNdcg20: number | null
}

const storedEpochs = z.array(
  z.object({
    epoch: z.number(),
    loss: z.number(),
    seconds: z.number(),
    validRecall20: z.number().nullable().default(null),
    validNdcg20: z.number().nullable().default(null),
  }),
)

/** The epochs of a training run's row. @throws ZodError where the row holds something else */
export function readEpochs(stored: unknown): TrainingEpoch[] {
  return storedEpochs.parse(stored)
}
