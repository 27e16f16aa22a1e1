import pg from 'pg'
import { databaseName, driverUrl, maintenanceUrl } from './database-url.mjs'
import { log } from './log.mjs'

/** Postgres error classes and the codes Prisma's command line tells apart. */
const PRISMA_CODE = { '3D000': 'P1003', '28P01': 'P1000', '42P04': 'P1009' }
const SERVER_UNREACHABLE = 'P1001'

/** `schema-engine cli <command>`: resolves to the exit status. */
export async function runAdminCommand(command, url) {
  log('INFO', `schema engine stand-in: ${command}`) // Prisma's command line ignores the first line it reads
  try {
    if (command === 'can-connect-to-database') await query(driverUrl(url), () => 'SELECT 1')
    else if (command === 'create-database') await createDatabase(url)
    else if (command === 'drop-database') await dropDatabase(url)
    else throw new Error(`the schema engine stand-in knows no command "${command}"`)
    return 0
  } catch (error) {
    log('ERROR', error.message, PRISMA_CODE[error.code] ?? SERVER_UNREACHABLE)
    return 1
  }
}

export function createDatabase(url) {
  return query(maintenanceUrl(url), (client) => `CREATE DATABASE ${client.escapeIdentifier(databaseName(url))}`)
}

function dropDatabase(url) {
  return query(maintenanceUrl(url), (client) => `DROP DATABASE IF EXISTS ${client.escapeIdentifier(databaseName(url))}`)
}

async function query(url, sqlFor) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sqlFor(client))
  } finally {
    await client.end()
  }
}
