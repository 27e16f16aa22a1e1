import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { fileError, UserFacingError } from '@trifold/model/errors'
import { fitSettings, type FitConfigInput } from '@trifold/model/internals'
import type { RecommenderName } from './experiment.ts'

/** The name of a base alone and with MRdIB in settings files: `vbpr`, `vbpr+mrdib`. */
export function settingsName(base: RecommenderName, mrdib: boolean): string {
  return mrdib ? `${base}+mrdib` : base
}

const settingsFile = z.record(z.string(), fitSettings.omit({ base: true, mrdib: true, seed: true }).partial())

/**
 * Reads settings by recommender, as `search` writes them: `{ "vbpr": { "learningRate": 0.001 }, "vbpr+mrdib": {...} }`.
 *
 * @throws UserFacingError naming the file and the setting that is wrong
 */
export async function readSettings(path: string): Promise<Readonly<Record<string, FitConfigInput>>> {
  let json: unknown
  try {
    json = JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) throw new UserFacingError(`${path}: it is not JSON.`, { cause: error })
    throw fileError(path, error)
  }
  const given = json as Record<string, Record<string, unknown>>
  const parsed = settingsFile.safeParse(json)
  if (!parsed.success) {
    const { path: where, message } = parsed.error.issues[0]!
    throw new UserFacingError(`${path}: ${where.join('.') || 'the whole'}: ${message}.`)
  }
  // Only the settings of the file: the schema would fill in all defaults.
  return Object.fromEntries(
    Object.entries(parsed.data).map(([name, settings]) => [
      name,
      Object.fromEntries(Object.entries(settings).filter(([key]) => key in given[name]!)),
    ]),
  )
}
