import { artifactStore, createPool, createPrisma, databaseReachable, productionModel } from '@trifold/catalog'
import type { Platform } from './context.ts'
import { ModelHost } from './serving/model-host.ts'
import { watchModel } from './serving/model-watch.ts'
import { Popularity } from './serving/popularity.ts'
import { openModel } from './serving/served-model.ts'
import { forgetOldLists } from './services/recommendation-list.ts'
import { listenToTraining, TrainingFeed } from './subscriptions/training-feed.ts'

const CLEANUP_MS = 10 * 60_000

export interface PlatformOptions {
  readonly databaseUrl: string
  /** Folder that holds the artifacts of models. */
  readonly dataDir: string
  readonly log: (message: string) => void
}

/**
 * Everything that lives as long as the server: connections, the model in production, the feeds.
 * @throws UserFacingError where the database cannot be reached
 */
export async function openPlatform({
  databaseUrl,
  dataDir,
  log,
}: PlatformOptions): Promise<Platform & { close(): Promise<void> }> {
  await databaseReachable(databaseUrl)
  const prisma = createPrisma(databaseUrl)
  const pool = createPool(databaseUrl)
  // an idle connection that breaks (the server restarts) is replaced; without a listener it would end the process
  pool.on('error', (error) => log(`A database connection broke: ${error.message}`))
  const store = artifactStore(dataDir)
  const models = new ModelHost(
    {
      production: () => productionModel(prisma),
      open: (version) => openModel(pool, version, store.pathOf(version.artifactPath)),
    },
    log,
  )
  const trainingFeed = new TrainingFeed()
  const watches = [await watchModel(databaseUrl, models, log), await listenToTraining(databaseUrl, trainingFeed)]
  const cleanup = setInterval(() => {
    forgetOldLists(pool).catch((error: Error) => log(`Old lists could not be deleted: ${error.message}`))
  }, CLEANUP_MS)
  cleanup.unref()
  return {
    prisma,
    pool,
    models,
    trainingFeed,
    popularity: new Popularity(pool),
    async close() {
      clearInterval(cleanup)
      await Promise.all(watches.map((watch) => watch.close()))
      await prisma.$disconnect()
      await pool.end()
    },
  }
}
