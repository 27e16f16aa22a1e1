import { queueTraining, type TrainingRun } from '@trifold/catalog'
import { fitConfigSchema } from '@trifold/model'
import type { Platform } from '../context.ts'
import { refusal, type UserError } from '../errors/refusal.ts'

export interface TrainingWish {
  readonly base?: string | null
  readonly mrdib?: boolean | null
  readonly seed?: number | null
  readonly epochs?: number | null
  readonly autoPromote?: boolean | null
}

/** Queue a training run. A configuration that the model package refuses is a user error at the field it is about. */
export async function startTraining(
  platform: Pick<Platform, 'pool'>,
  { autoPromote, ...wish }: TrainingWish,
): Promise<{ trainingRun: TrainingRun | null; userErrors: UserError[] }> {
  const given = Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== null && value !== undefined))
  const config = fitConfigSchema.safeParse(given)
  if (!config.success) {
    const userErrors = config.error.issues.map((issue) =>
      refusal('INVALID_INPUT', `${issue.path.join('.')}: ${issue.message}.`, issue.path.map(String)),
    )
    return { trainingRun: null, userErrors }
  }
  return {
    trainingRun: await queueTraining(platform.pool, config.data, { autoPromote: autoPromote ?? false }),
    userErrors: [],
  }
}
