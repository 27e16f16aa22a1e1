import { UserFacingError } from '@trifold/model/errors'
import { dataDirectory } from './paths.ts'
import { type RawEnvironment, readVariables } from './read.ts'
import { DEFAULTS } from './variables.ts'

// The model reads TRIFOLD_BACKEND, TRIFOLD_THREADS and TRIFOLD_TENSORFLOW itself, when it first computes. They are
// validated here as well, so that a process with a wrong value ends at its start and not at its first training.
const COMPUTATION = ['TRIFOLD_BACKEND', 'TRIFOLD_THREADS', 'TRIFOLD_TENSORFLOW'] as const

/** What the GraphQL API is given from outside. */
export interface ApiEnvironment {
  readonly databaseUrl: string
  readonly dataDir: string
  /** 0 takes any free port. */
  readonly port: number
  readonly host: string
  readonly production: boolean
  readonly logLevel: string
}

/** @throws UserFacingError naming the variable that is missing or wrong */
export function apiEnvironment(environment: RawEnvironment = process.env): ApiEnvironment {
  const names = ['DATABASE_URL', 'API_PORT', 'API_HOST', 'NODE_ENV', 'LOG_LEVEL', ...COMPUTATION] as const
  const values = readVariables(names, environment)
  return {
    databaseUrl: required('DATABASE_URL', values.DATABASE_URL),
    dataDir: dataDirectory(environment),
    port: values.API_PORT ?? DEFAULTS.apiPort,
    host: values.API_HOST ?? DEFAULTS.apiHost,
    production: values.NODE_ENV === 'production',
    logLevel: values.LOG_LEVEL ?? DEFAULTS.logLevel,
  }
}

/** What the training worker is given from outside. */
export interface WorkerEnvironment {
  readonly databaseUrl: string
  readonly dataDir: string
}

/** @throws UserFacingError naming the variable that is missing or wrong */
export function workerEnvironment(environment: RawEnvironment = process.env): WorkerEnvironment {
  const values = readVariables(['DATABASE_URL', ...COMPUTATION], environment)
  return { databaseUrl: required('DATABASE_URL', values.DATABASE_URL), dataDir: dataDirectory(environment) }
}

/** What the storefront is given from outside. */
export interface WebEnvironment {
  /** 0 takes any free port. */
  readonly port: number
  /** Without a slash at the end. */
  readonly apiUrl: string
}

/** @throws UserFacingError naming the variable that is wrong */
export function webEnvironment(environment: RawEnvironment = process.env): WebEnvironment {
  const values = readVariables(['WEB_PORT', 'API_URL'], environment)
  return {
    port: values.WEB_PORT ?? DEFAULTS.webPort,
    apiUrl: (values.API_URL ?? DEFAULTS.apiUrl).replace(/\/+$/, ''),
  }
}

/** What the `trifold` command is given from outside, `trifold start` included. */
export interface CliEnvironment {
  /** The database to use instead of the embedded one. */
  readonly databaseUrl: string | undefined
  readonly dataDir: string
  /** Undefined where the launcher may choose the next free port. */
  readonly apiPort: number | undefined
  readonly webPort: number | undefined
}

/** @throws UserFacingError naming the variable that is wrong */
export function cliEnvironment(environment: RawEnvironment = process.env): CliEnvironment {
  const values = readVariables(['DATABASE_URL', 'API_PORT', 'WEB_PORT', ...COMPUTATION], environment)
  return {
    databaseUrl: values.DATABASE_URL,
    dataDir: dataDirectory(environment),
    apiPort: values.API_PORT,
    webPort: values.WEB_PORT,
  }
}

/** Whether unexpected errors are printed with their stack. Never fails: it is read while an error is reported. */
export function debugging(environment: RawEnvironment = process.env): boolean {
  return Boolean(environment.TRIFOLD_DEBUG)
}

function required<T>(name: string, value: T | undefined): T {
  if (value === undefined) throw new UserFacingError(`${name} is not set.`)
  return value
}
