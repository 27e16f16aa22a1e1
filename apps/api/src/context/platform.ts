import {
  artifactStore,
  createPool,
  createPrisma,
  databaseReachable,
  type PrismaClient,
  productionModel,
} from '@trifold/catalog'
import type { FastifyBaseLogger } from 'fastify'
import type { Pool } from 'pg'
import type { Caller } from '../auth/index.ts'
import {
  listenToTraining,
  ModelHost,
  openModel,
  type PinnedModel,
  Popularity,
  TrainingFeed,
  watchModel,
} from '../serving/index.ts'

/** What lives as long as the server. */
export interface Platform {
  readonly prisma: PrismaClient
  readonly pool: Pool
  readonly models: ModelHost
  readonly popularity: Popularity
  readonly trainingFeed: TrainingFeed
}

/** What one operation works with. Its model stays the same until it ends, even if another is promoted meanwhile. */
export interface Context extends Platform {
  readonly caller: Caller
  readonly model: PinnedModel
}

export interface PlatformOptions {
  readonly databaseUrl: string
  /** Folder of the model artifacts. */
  readonly dataDir: string
  readonly log: FastifyBaseLogger
}

/**
 * Open what lives as long as the server: database connections, the model in production, the feeds.
 * @throws UserFacingError if the database cannot be reached
 */
export async function openPlatform({
  databaseUrl,
  dataDir,
  log,
}: PlatformOptions): Promise<Platform & { close(): Promise<void> }> {
  await databaseReachable(databaseUrl)
  const prisma = createPrisma(databaseUrl)
  const pool = createPool(databaseUrl)
  // The pool replaces an idle connection that breaks; without a listener the error would end the process.
  pool.on('error', (err) => log.warn({ err }, 'A database connection broke'))
  const store = artifactStore(dataDir)
  const models = new ModelHost(
    {
      production: () => productionModel(prisma),
      open: (version) => openModel(pool, version, store.pathOf(version.artifactPath)),
    },
    log,
  )
  const trainingFeed = new TrainingFeed()
  const listeners = [await watchModel(databaseUrl, models, log), await listenToTraining(databaseUrl, trainingFeed)]
  return {
    prisma,
    pool,
    models,
    trainingFeed,
    popularity: new Popularity(pool),
    async close() {
      await Promise.all(listeners.map((listener) => listener.close()))
      await prisma.$disconnect()
      await pool.end()
    },
  }
}
