import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { UserFacingError } from '@trifold/model/errors'

/** A port that is ours until the service that is to listen there starts: two launchers begun together choose different ones. */
export interface ReservedPort {
  readonly port: number
  /** Gives the port to whoever listens next. */
  release(): Promise<void>
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

/** How long a port asked for by name may stay taken: the children of a killed launcher need a moment to leave. */
const PATIENCE_MS = 6000

/**
 * The port given in the environment variable `name` (0 = any free one), or the first free one from `preferred` on.
 * @throws UserFacingError when the given port is not a port or stays taken.
 */
export async function choosePort(name: string, preferred: number): Promise<ReservedPort> {
  const given = process.env[name]
  if (given === undefined || given === '') {
    for (let port = preferred; port < preferred + 100; port += 1) {
      const reserved = await reserve(port)
      if (reserved) return reserved
    }
    throw new UserFacingError(`No free port between ${preferred} and ${preferred + 99}: set ${name} to one that is.`)
  }
  const port = Number(given)
  if (!/^\d+$/.test(given) || port > 65535)
    throw new UserFacingError(`${name} must be a port number between 0 and 65535, not "${given}".`)
  for (let waited = 0; waited < PATIENCE_MS; waited += 250) {
    const reserved = await reserve(port)
    if (reserved) return reserved
    await sleep(250)
  }
  throw new UserFacingError(`Port ${port} (${name}) is already in use: stop what listens there or choose another.`)
}
