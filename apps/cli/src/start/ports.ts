import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { UserFacingError } from '@trifold/model/errors'

/** A port that stays taken until its service starts: two launchers started together choose different ones. */
export interface ReservedPort {
  readonly port: number
  /** Frees the port for the service that listens next. */
  release(): Promise<void>
}

export interface PortRequest {
  /** The environment variable, for errors. */
  readonly name: string
  /** Its value: 0 takes any free port; undefined the first free one from `preferred` on. */
  readonly given: number | undefined
  readonly preferred: number
}

/** How many ports from the preferred one on are tried. */
const ATTEMPTS = 100
/** How long a given port may stay taken: the services of a killed launcher need a moment to end. */
const PATIENCE_MS = 6000
const RETRY_MS = 250

/**
 * Reserves the given port, or the first free one from the preferred port on.
 *
 * @throws UserFacingError when the given port stays taken or no preferred one is free
 */
export async function choosePort({ name, given, preferred }: PortRequest): Promise<ReservedPort> {
  if (given === undefined) {
    for (let port = preferred; port < preferred + ATTEMPTS; port += 1) {
      const reserved = await reserve(port)
      if (reserved) return reserved
    }
    throw new UserFacingError(
      `No free port between ${preferred} and ${preferred + ATTEMPTS - 1}: set ${name} to one that is.`,
    )
  }
  for (let waited = 0; waited < PATIENCE_MS; waited += RETRY_MS) {
    const reserved = await reserve(given)
    if (reserved) return reserved
    await sleep(RETRY_MS)
  }
  throw new UserFacingError(`Port ${given} (${name}) is already in use: stop what listens there or choose another.`)
}

/** Takes `port`, or any free one for 0. Resolves to null when it is taken. */
function reserve(port: number): Promise<ReservedPort | null> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null)
      else reject(new UserFacingError(`Port ${port} cannot be opened: ${error.message}.`))
    })
    server.listen(port, () => {
      const { port: opened } = server.address() as { port: number }
      server.unref()
      resolve({ port: opened, release: () => new Promise((done) => server.close(() => done())) })
    })
  })
}
