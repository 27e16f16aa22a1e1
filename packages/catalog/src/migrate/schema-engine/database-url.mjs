// Prisma's connection URLs carry a `schema` parameter that Postgres drivers do not know.

/** The URL as the pg driver understands it. */
export function driverUrl(url) {
  const parsed = new URL(url)
  parsed.searchParams.delete('schema')
  return parsed.href
}

export const databaseName = (url) => decodeURIComponent(new URL(url).pathname.slice(1)) || 'postgres'

export const schemaName = (url) => new URL(url).searchParams.get('schema') ?? undefined

/** The same server's maintenance database: a database can be neither created nor dropped from inside itself. */
export function maintenanceUrl(url) {
  const parsed = new URL(driverUrl(url))
  parsed.pathname = '/postgres'
  return parsed.href
}
