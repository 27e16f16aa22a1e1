import { type PrismaClient, productionModel, queueTraining, type TrainingRun } from '@trifold/catalog'
import { type FitConfig, fitConfigSchema, fitSettings } from '@trifold/model'
import { z } from 'zod'
import type { Platform } from '../context/index.ts'
import { type UserError, userError } from '../errors/index.ts'

/**
 * Settings that shape explanations. A shop that has tuned them keeps them with another base.
 * The other settings (learning rate, layers, penalties on ids) take the defaults of that base.
 */
const EXPLANATION_SETTINGS = [
  'projectionRegularization',
  'bottleneckWeight',
  'redundancyWeight',
  'redundancyEstimator',
  'uniqueWeight',
  'jointWeight',
  'interactionRank',
] as const satisfies readonly (keyof FitConfig)[]

const SETTING_NAMES: ReadonlySet<string> = new Set(Object.keys(fitSettings.shape))

/** Settings by name, before `fitConfigSchema` has checked them. */
type Settings = Readonly<Record<string, unknown>>

export interface StartTrainingRequest {
  readonly autoPromote?: boolean | null
  /** Any setting of `fit`; null and undefined take the default. */
  readonly settings: Settings
}

export interface StartTrainingResult {
  readonly trainingRun: TrainingRun | null
  readonly userErrors: readonly UserError[]
}

/**
 * Queue a training run. Settings that are not given come from the version in production (`defaultSettings`).
 * A configuration that `fitConfigSchema` rejects gives a user error at each wrong field.
 */
export async function startTraining(
  { prisma, pool }: Pick<Platform, 'prisma' | 'pool'>,
  { autoPromote, settings }: StartTrainingRequest,
): Promise<StartTrainingResult> {
  const given = Object.fromEntries(
    Object.entries(settings).filter(([, value]) => value !== null && value !== undefined),
  )
  const config = fitConfigSchema.safeParse({ ...defaultSettings(given, await shopSettings(prisma)), ...given })
  if (config.success) {
    const trainingRun = await queueTraining(pool, config.data, { autoPromote: autoPromote ?? false })
    return { trainingRun, userErrors: [] }
  }
  const userErrors = config.error.issues.map(({ path, message }) =>
    userError('INVALID_INPUT', `${path.join('.')}: ${message}.`, path.map(String)),
  )
  return { trainingRun: null, userErrors }
}

/**
 * Defaults for settings that are not given.
 * The same base with or without MRdIB as in the shop's configuration: that configuration.
 * Another base: its own defaults, and the explanation settings that the shop has changed from their defaults.
 * @param shop configuration of the shop's models, or null if it has none
 */
function defaultSettings(given: Settings, shop: Settings | null): Settings {
  if (!shop) return {}
  const isSameModel = ['base', 'mrdib'].every((name) => given[name] === undefined || given[name] === shop[name])
  if (isSameModel) return shop
  const own = fitConfigSchema.safeParse({ base: shop.base, mrdib: shop.mrdib })
  const isChanged = (name: (typeof EXPLANATION_SETTINGS)[number]) => !own.success || own.data[name] !== shop[name]
  const changed = EXPLANATION_SETTINGS.filter((name) => shop[name] !== undefined && isChanged(name))
  return { base: shop.base, ...Object.fromEntries(changed.map((name) => [name, shop[name]])) }
}

/** The configuration of the version in production; without one, of the last run that was meant for production. */
async function shopSettings(prisma: PrismaClient): Promise<Settings | null> {
  const source =
    (await productionModel(prisma)) ??
    (await prisma.trainingRun.findFirst({
      where: { autoPromote: true },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    }))
  return source && readSettings(source.config)
}

/** The settings in a JSON column, completed with defaults. Settings that no longer exist are left out. */
function readSettings(column: unknown): Settings {
  const stored = z.record(z.string(), z.unknown()).parse(column)
  const known = Object.fromEntries(Object.entries(stored).filter(([name]) => SETTING_NAMES.has(name)))
  const config = fitConfigSchema.safeParse(known)
  // A stored value that is no longer valid stays, so that the caller sees an error at its field and can give another.
  return config.success ? config.data : known
}
