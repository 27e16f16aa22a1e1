import { type Command, Option } from 'commander'
import { userPath } from '@trifold/environment'
import type { Recommender } from '@trifold/model'
import { UserFacingError } from '@trifold/model/errors'
import { DATABASE_HELP, type Session, withCatalog } from '../catalog/index.ts'
import { interruptible } from '../terminal/index.ts'

export interface ModelFlags {
  readonly model?: string
  readonly production: boolean
}

/** A model that a command reads, and the catalog that it serves. */
export interface OpenModel {
  readonly model: Recommender
  /** What the user calls it: its folder, or its number in the catalog. */
  readonly name: string
  /** Present for the model in production only. */
  readonly catalog?: Session
  /** Aborted on Ctrl-C. */
  readonly signal: AbortSignal
}

export const MODEL_HELP = `
Give the model by its folder (--model), or take the one that the API serves (--production).
${DATABASE_HELP}`

/** `--model` and `--production`, of which one is needed. */
export function modelOptions(command: Command): Command {
  return command
    .option('--model <dir>', 'folder of a model, written by `fit --out` or `blend --out`')
    .addOption(
      new Option('--production', 'the model version in production of the catalog').default(false).conflicts('model'),
    )
}

/**
 * Loads the model that the flags name for `work`. Ctrl-C aborts the signal of the work.
 *
 * @throws UserFacingError when no model is named, the folder is no model, or nothing is in production
 */
export async function withModel<T>(
  { model: dir, production }: ModelFlags,
  work: (open: OpenModel) => Promise<T>,
): Promise<T> {
  if (dir === undefined && !production) {
    throw new UserFacingError('Name a model: --model DIR, or --production for the one that the API serves.')
  }
  const { load } = await import('@trifold/model')
  if (dir !== undefined) {
    return interruptible(async (signal) => work({ model: await load(userPath(dir)), name: dir, signal }))
  }
  const { artifactStore, productionModel } = await import('@trifold/catalog')
  return withCatalog(async (catalog, { dataDir }, signal) => {
    const version = await productionModel(catalog.prisma)
    if (!version) {
      throw new UserFacingError(
        'No model is in production: train one with `trifold train`, or publish a folder with `trifold publish DIR`.',
      )
    }
    const { id, artifactPath, checksum } = version
    const model = await load(artifactStore(dataDir).pathOf(artifactPath), { checksum })
    return work({ model, name: `model version ${id}`, catalog, signal })
  })
}
