import { randomUUID } from 'node:crypto'
import pg from 'pg'
import type { PrismaClient } from '../../generated/prisma/client.ts'
import { createPool, createPrisma } from '../database/index.ts'
import { migrate } from '../migrate/index.ts'
import { testCluster } from './cluster.ts'

export interface TestDatabase {
  readonly url: string
  readonly pool: pg.Pool
  readonly prisma: PrismaClient
  /** Ends the connections and drops the database. */
  drop(): Promise<void>
}

let cluster: Promise<string> | undefined

/** A fresh, migrated database for one suite, on the run's shared server. */
export async function testDatabase(): Promise<TestDatabase> {
  const database = await emptyDatabase()
  await migrate(database.url)
  const pool = createPool(database.url)
  const prisma = createPrisma(database.url)
  return {
    url: database.url,
    pool,
    prisma,
    drop: async () => {
      await prisma.$disconnect()
      await pool.end()
      await database.drop()
    },
  }
}

/** A database with nothing in it, for tests of the migrations themselves. */
export async function emptyDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  cluster ??= testCluster()
  const server = await cluster
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await execute(server, `CREATE DATABASE ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => execute(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) }
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
