import type { PrismaClient } from '@trifold/catalog'
import type { Pool } from 'pg'
import type { Caller } from './auth/caller.ts'
import type { ModelHost, PinnedModel } from './serving/model-host.ts'
import type { Popularity } from './serving/popularity.ts'
import type { TrainingFeed } from './subscriptions/training-feed.ts'

/** What lives as long as the server. */
export interface Platform {
  readonly prisma: PrismaClient
  readonly pool: Pool
  readonly models: ModelHost
  readonly popularity: Popularity
  readonly trainingFeed: TrainingFeed
}

/** What one operation sees. It keeps the model it began with, whatever is promoted meanwhile. */
export interface Context extends Platform {
  readonly caller: Caller
  readonly model: PinnedModel
}
