import { z } from 'zod'

/** One finished epoch as the API shows it. */
export interface TrainingEpoch {
  readonly epoch: number
  readonly loss: number
  readonly seconds: number
  readonly validRecall20: number | null
  readonly validNdcg20: number | null
}

const atK = z.record(z.string(), z.number())
const storedEpochs = z.array(
  z.object({
    epoch: z.number(),
    loss: z.number(),
    seconds: z.number(),
    valid: z.object({ recall: atK, ndcg: atK }).nullish(),
  }),
)

/** The epochs of a training run's row. @throws ZodError where the row holds something else */
export function readEpochs(stored: unknown): TrainingEpoch[] {
  return storedEpochs.parse(stored).map(({ valid, ...epoch }) => ({
    ...epoch,
    validRecall20: valid?.recall['20'] ?? null,
    validNdcg20: valid?.ndcg['20'] ?? null,
  }))
}
