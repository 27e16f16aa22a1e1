import { artifactStore, type ModelVersion, promoteModelVersion, publishModelVersion, snapshot } from '@trifold/catalog'
import { load, type Recommender, save } from '@trifold/model'
import { UserFacingError } from '@trifold/model/errors'
import type { Session } from '../catalog/index.ts'
import { type CatalogMatch, matchCatalog } from './match-catalog.ts'

export interface PublishOptions {
  /** Folder that `fit --out` or `blend --out` wrote. */
  readonly dir: string
  /** Holds the artifact store of the platform. */
  readonly dataDir: string
  /** Publish also where the catalog is not what the model was trained on. */
  readonly allowOtherData: boolean
  /** `gate` promotes a model that is not worse; `force` any model; `none` leaves it a candidate. */
  readonly promotion: { readonly kind: 'gate' | 'none' } | { readonly kind: 'force'; readonly reason: string }
}

export interface Published {
  readonly version: ModelVersion
  /** The same model had been published before: no second version was made. */
  readonly existed: boolean
  /** Why the gate refused the promotion. */
  readonly refusal: string | null
  /** One sentence where the catalog is not what the model was trained on. */
  readonly warning: string | null
}

/**
 * Publishes a trained folder as a model version, and promotes it as a training would.
 *
 * @throws UserFacingError when the folder is no model, or was trained on other data than the catalog holds
 */
export async function publishFolder(
  { pool, prisma }: Pick<Session, 'pool' | 'prisma'>,
  { dir, dataDir, allowOtherData, promotion }: PublishOptions,
): Promise<Published> {
  const model = await load(dir)
  const match = await matchCatalog(model, await catalogIds(pool), await snapshot(pool))
  const difference = describeDifference(model, match)
  if (difference && (!allowOtherData || isForeign(model, match))) {
    const remedy = isForeign(model, match)
      ? 'train it on the data of this catalog'
      : 'train it again on the data of this catalog, or give --allow-other-data'
    throw new UserFacingError(`${dir}: the model was trained on other data: ${difference}; ${remedy}.`)
  }
  const { version, existed } = await enter(prisma, dataDir, model)
  const done = { existed, warning: difference && `The model was trained on other data: ${difference}.` }
  if (promotion.kind === 'none') return { ...done, version, refusal: null }
  const result = await promoteModelVersion(prisma, {
    id: version.id,
    ...(promotion.kind === 'force' && { force: true, reason: promotion.reason }),
  })
  return result.promoted
    ? { ...done, version: result.modelVersion, refusal: null }
    : { ...done, version, refusal: result.message }
}

async function catalogIds(pool: Session['pool']) {
  const idsOf = async (table: 'items' | 'users') => {
    const { rows } = await pool.query<[string]>({ text: `SELECT external_id FROM ${table}`, rowMode: 'array' })
    return new Set(rows.map(([id]) => id))
  }
  return { items: await idsOf('items'), users: await idsOf('users') }
}

/** What is different, as a clause; null where the catalog is what the model was trained on. */
function describeDifference({ items, users }: Recommender, match: CatalogMatch): string | null {
  if (match.sameData) return null
  const unknown = (what: string, [first]: readonly string[], count: number, size: number) =>
    `the catalog lacks ${count} of its ${size} ${what}, ${JSON.stringify(first)} among them`
  if (match.unknownItems.length > 0) {
    return unknown('items', match.unknownItems, match.unknownItems.length, items.size)
  }
  if (match.unknownUsers.length > 0) {
    return unknown('users', match.unknownUsers, match.unknownUsers.length, users.size)
  }
  return 'the catalog knows its users and items, but has other interactions, features, users or items'
}

/** Nothing that such a model recommends could be shown, or nobody it knows could be served. */
function isForeign({ items, users }: Recommender, { unknownItems, unknownUsers }: CatalogMatch): boolean {
  return unknownItems.length === items.size || unknownUsers.length === users.size
}

/** The version of this very model: an earlier one where it was published before, so that a second try makes no copy. */
async function enter(
  prisma: Session['prisma'],
  dataDir: string,
  model: Recommender,
): Promise<{ version: ModelVersion; existed: boolean }> {
  const { config, dataset, report } = model.manifest
  const store = artifactStore(dataDir)
  const { artifactPath, result } = await store.put(report.base, (folder) => save(model, folder))
  const { checksum } = result
  const earlier = await prisma.modelVersion.findFirst({ where: { checksum }, orderBy: { id: 'desc' } })
  if (earlier) {
    await store.remove(artifactPath)
    return { version: earlier, existed: true }
  }
  try {
    const version = await publishModelVersion(prisma, {
      base: report.base,
      mrdib: report.mrdib,
      config,
      metrics: { valid: report.valid, test: report.test },
      dataFingerprint: dataset.fingerprint,
      seed: config.seed,
      backend: report.backend,
      artifactPath,
      checksum,
    })
    return { version, existed: false }
  } catch (error) {
    // A lost connection does not tell whether the transaction was committed: ask the table.
    const isNamed = await prisma.modelVersion.count({ where: { artifactPath } }).catch(() => 1)
    if (!isNamed) await store.remove(artifactPath)
    throw error
  }
}
