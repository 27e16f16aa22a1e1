import { InvalidArgumentError, Option } from 'commander'
import type { FitConfigInput } from '@trifold/model'
import { UserFacingError } from '@trifold/model/errors'

export interface FitFlags {
  readonly base?: string
  readonly mrdib?: boolean
  readonly seed?: string
  readonly epochs?: string
  readonly set: readonly string[]
}

export type Precision = 'half' | 'single'

/** `--features`: the precision of features in memory. It is part of a data set's fingerprint. @param what starts the help */
export function featuresOption(what: string): Option {
  return new Option('--features <precision>', `${what} in half or single precision`)
    .choices(['half', 'single'])
    .default('half')
}

/** `--positive-rating`: the threshold of `readDataset`. It is part of a data set's fingerprint. */
export function positiveRatingOption(): Option {
  return new Option(
    '--positive-rating <number>',
    'lowest rating that counts as a positive, e.g. 4; lower ones are only seen (default: every rating above 0)',
  ).argParser((value) => {
    const rating = Number(value)
    if (value.trim() === '' || !Number.isFinite(rating)) {
      throw new InvalidArgumentError(`${JSON.stringify(value)} is not a number.`)
    }
    return rating
  })
}

/** Settings that have a flag of their own; all others go through `--set`. */
const FLAGS: ReadonlySet<string> = new Set(['base', 'mrdib', 'seed', 'epochs'])

/** Settings by name, before `fitConfigSchema` has checked them. */
export type Settings = Readonly<Record<string, unknown>>

/**
 * Turns flags into a configuration.
 *
 * @param startFrom the settings that those of the flags replace; by default none, so that the base decides
 * @throws UserFacingError naming the flag that is wrong
 */
export async function settingsOf(
  { base, mrdib, seed, epochs, set }: FitFlags,
  startFrom: (given: Settings) => Settings = () => ({}),
): Promise<FitConfigInput> {
  const { fitConfigSchema, fitSettings } = await import('@trifold/model')
  const settings: Record<string, unknown> = {}
  if (base !== undefined) settings.base = base
  if (mrdib !== undefined) settings.mrdib = mrdib
  if (seed !== undefined) settings.seed = numberOf(seed)
  if (epochs !== undefined) settings.epochs = numberOf(epochs)
  for (const assignment of set) {
    const [, name, value] = /^(\w+)=(.+)$/.exec(assignment) ?? []
    if (name === undefined || value === undefined)
      throw new UserFacingError(`--set ${assignment}: write it as name=value.`)
    if (!(name in fitSettings.shape) || FLAGS.has(name)) {
      const known = Object.keys(fitSettings.shape).filter((key) => !FLAGS.has(key))
      throw new UserFacingError(`--set ${assignment}: there is no such setting; known are ${known.join(', ')}.`)
    }
    settings[name] = numberOf(value)
  }
  const parsed = fitConfigSchema.safeParse({ ...startFrom(settings), ...settings })
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const name = String(issue?.path[0])
  throw new UserFacingError(`${FLAGS.has(name) ? `--${name}` : `--set ${name}`}: ${issue?.message}.`)
}

/** A number, or the text itself for the schema to refuse. */
function numberOf(text: string): number | string {
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text
}

/** For options that may be repeated: collects the values. */
export function collect(value: string, values: readonly string[]): string[] {
  return [...values, value]
}
