import type { Dataset } from '../data/index.ts'
import {
  type FitConfig,
  type FitConfigInput,
  fitConfigSchema,
  type FitReport,
  type ModelManifest,
} from '../config/index.ts'
import { UserFacingError } from '../errors.ts'
import { isBaseline } from '../baselines/index.ts'
import { IdMap, Recommender, type RecommenderParts } from '../serve/index.ts'
import { explainOutOfMemory, refuseTooLarge } from './memory.ts'
import type { FitOptions } from './progress.ts'
import { solve } from './solve.ts'
import { train, type Trained } from './train.ts'

/**
 * Trains a recommender on a data set, or works it out where it is a reference in closed form. The same data,
 * configuration, machine and backend give the same numbers.
 *
 * The split is the data set's own where it has labels, else by time, else a seeded leave-out (`resolveSplit`); the
 * weights kept are those with the best validation NDCG@20.
 *
 * @param config settings that differ from the defaults
 * @throws UserFacingError for a setting that does not exist or is out of range, a backend that cannot be used here, a
 *   data set that cannot be trained on or takes more memory than there is, a loss that stops being a number before an epoch was finished, or a checkpoint
 *   that is of another run, truncated or altered
 * @throws the signal's reason within a second of an abort
 */
export async function fit(
  dataset: Dataset,
  config: FitConfigInput = {},
  options: FitOptions = {},
): Promise<{ model: Recommender; report: FitReport }> {
  const settings = parseConfig(config)
  const trained = await trainOrSolve(dataset, settings, options)
  return { model: new Recommender(partsOf(dataset, settings, trained)), report: trained.report }
}

/** What a model is made of. */
export function partsOf(
  dataset: Dataset,
  settings: FitConfig,
  { factors, report, data, split }: Trained,
): RecommenderParts {
  const manifest: ModelManifest = {
    createdAt: new Date().toISOString(),
    config: settings,
    dataset: {
      name: dataset.name,
      fingerprint: data,
      interactions: dataset.interactions.users.length,
      modalities: dataset.modalities.map(({ name, dimension }) => ({ name, dimension })),
    },
    report,
  }
  return {
    factors,
    users: new IdMap(dataset.userIds),
    items: new IdMap(dataset.itemIds),
    manifest,
    trained: split.train,
  }
}

/** A base is trained by gradients, a reference is worked out in closed form. */
export async function trainOrSolve(dataset: Dataset, config: FitConfig, options: FitOptions): Promise<Trained> {
  const { base } = config
  if (isBaseline(base)) return solve(dataset, { ...config, base }, options)
  refuseTooLarge(dataset, config)
  return train(dataset, config, options).catch((error: unknown) => {
    throw explainOutOfMemory(error, dataset, config)
  })
}

export function parseConfig(config: FitConfigInput): FitConfig {
  const parsed = fitConfigSchema.safeParse(config)
  if (parsed.success) return parsed.data
  const { path, message } = parsed.error.issues[0]!
  const where = path.length > 0 ? ` of "${path.join('.')}"` : ''
  throw new UserFacingError(`The training configuration${where} is not valid: ${message}.`)
}
