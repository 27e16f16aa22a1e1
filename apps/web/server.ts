import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { webEnvironment } from '@trifold/environment'
import next from 'next'
import { currentBuild } from './src/serving/builds.ts'

/**
 * Serves the built storefront. docs/configuration.md lists its environment variables. A parent process with an IPC channel
 * receives `{ type: 'ready', url }`; the server ends when that parent does.
 */
async function main(): Promise<void> {
  const { port } = webEnvironment()
  const build = await currentBuild(import.meta.dirname)
  if (!build) throw new Error('The storefront is not built yet: run "npm run build -w @trifold/web" first.')
  process.env.TRIFOLD_WEB_BUILD = build.folder // read by next.config.ts
  const server = createServer()
  await listen(server, port)
  const taken = (server.address() as AddressInfo).port
  // Next calls itself at this address when an action redirects, with the visitor's cookies: it must be ours, not its default.
  const app = next({ dev: false, dir: import.meta.dirname, hostname: 'localhost', port: taken })
  const prepared = app.prepare().then(() => app.getRequestHandler())
  server.on(
    'request',
    (request, response) =>
      void prepared.then(
        (handle) => handle(request, response),
        () => response.destroy(),
      ),
  )
  await prepared
  const url = `http://localhost:${taken}`
  leaveWhenAsked(server)
  if (process.send) process.send({ type: 'ready', url })
  else console.log(`Storefront ${url}`)
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') reject(new Error(`Port ${port} is taken: set WEB_PORT to a free one.`))
      else reject(new Error(`The storefront cannot listen on port ${port}: ${error.message}.`))
    })
    server.listen(port, resolve)
  })
}

const LINGER_MS = 2000

/** Finishes what is being answered, then goes. Live progress streams never end by themselves, so they are cut. */
function leaveWhenAsked(server: Server): void {
  let leaving = false
  const leave = (): void => {
    if (leaving) return
    leaving = true
    server.close(() => process.exit(0))
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), LINGER_MS).unref()
  }
  process.on('SIGTERM', leave)
  process.on('SIGINT', leave)
  process.on('disconnect', leave)
}

main().catch((error: Error) => {
  console.error(error.message)
  process.exit(1)
})
