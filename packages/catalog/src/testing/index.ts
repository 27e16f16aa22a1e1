// For tests of every package: a real Postgres, started once a run, and a fresh database for each suite.
export { prepareTestCluster, testCluster } from './cluster.ts'
export { emptyDatabase, testDatabase, type TestDatabase } from './database.ts'
