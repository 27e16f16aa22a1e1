// Connection URLs as Prisma writes them, and the commands that create and drop databases.
import pg from 'pg'
import { log } from './engine.mjs'

/** The URL without Prisma's `schema` parameter, which the pg driver does not know. */
export function driverUrl(url) {
  const parsed = new URL(url)
  parsed.searchParams.delete('schema')
  return parsed.href
}

export const databaseName = (url) => decodeURIComponent(new URL(url).pathname.slice(1)) || 'postgres'

export const schemaName = (url) => new URL(url).searchParams.get('schema') ?? undefined

/** The same server's maintenance database: a database can be neither created nor dropped from inside itself. */
function maintenanceUrl(url) {
  const parsed = new URL(driverUrl(url))
  parsed.pathname = '/postgres'
  return parsed.href
}

/** Prisma's error code by Postgres error code. */
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
