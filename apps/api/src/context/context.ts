import type { PrismaClient } from '@trifold/catalog'
import type { Pool } from 'pg'
import type { Caller } from '../auth/index.ts'
import type { ModelHost, PinnedModel, Popularity, TrainingFeed } from '../serving/index.ts'

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
