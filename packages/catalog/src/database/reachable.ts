import pg from 'pg'
import { UserFacingError } from '@trifold/model/errors'

const CONNECT_TIMEOUT_MS = 5000

/** Reasons in plain words, by the error code of Node or Postgres. */
const REASONS: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the host name is unknown',
  EAI_AGAIN: 'the host name could not be looked up',
  ETIMEDOUT: 'it does not answer',
  ECONNRESET: 'the connection was cut',
  '28P01': 'the password is wrong',
  '28000': 'the user may not log in',
  '3D000': 'the database does not exist',
  '53300': 'it has no free connection',
  '57P03': 'it is starting up or shutting down',
}

/**
 * Resolves when the database answers a query.
 *
 * @throws UserFacingError one sentence naming host, port, database and reason; never the password
 */
export async function databaseReachable(url: string): Promise<void> {
  const database = describeDatabase(url)
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS })
  client.on('error', () => {}) // the query reports it
  try {
    await client.connect()
    await client.query('SELECT 1')
  } catch (error) {
    throw new UserFacingError(`The ${database} cannot be reached: ${reason(error)}.`)
  } finally {
    await client.end().catch(() => {})
  }
}

/**
 * "database shop at db.example:5432", without the password.
 *
 * @throws UserFacingError when the URL is not a Postgres connection URL
 */
export function describeDatabase(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (!parsed || !/^postgres(ql)?:$/.test(parsed.protocol)) {
    throw new UserFacingError('DATABASE_URL is not a URL of the form postgresql://user:password@host:port/database.')
  }
  const name = decodeURIComponent(parsed.pathname.slice(1)) || 'postgres'
  return `database ${name} at ${parsed.hostname || 'localhost'}:${parsed.port || '5432'}`
}

function reason(error: unknown): string {
  const { code, message } = firstCause(error)
  return (code && REASONS[code]) || message.replace(/\.$/, '')
}

/** Node tries a host's addresses in turn and wraps their failures in one AggregateError without a message. */
function firstCause(error: unknown): { code?: string; message: string } {
  if (error instanceof AggregateError && error.errors.length > 0) return firstCause(error.errors[0])
  return error instanceof Error ? error : { message: String(error) }
}
