// Connections to Postgres.
export { createPrisma } from './client.ts'
export { withMigrationLock } from './migration-lock.ts'
export { createPool, inTransaction } from './pool.ts'
export { databaseReachable } from './reachable.ts'
