export { createPrisma } from './database/client.ts'
export { createPool } from './database/pool.ts'
export { databaseReachable } from './database/reachable.ts'
export { migrate } from './migrate/migrate.ts'
export { startPostgres, type PostgresServer, type StartPostgresOptions } from './postgres/start.ts'

export { Prisma } from '../generated/prisma/client.ts'
export * from '../generated/prisma/enums.ts'
export type {
  ApiKey,
  Interaction,
  Item,
  ItemFeature,
  Modality,
  ModelVersion,
  PrismaClient,
  RecommendationLog,
  TrainingRun,
  User,
} from '../generated/prisma/client.ts'
