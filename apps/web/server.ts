import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { webEnvironment } from '@trifold/environment'
import next from 'next'
import { currentBuild } from './src/next-build.ts'

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
  const boundPort = (server.address() as AddressInfo).port
  // After the redirect of an action, Next calls itself at this address with the visitor's cookies.
  const app = next({ dev: false, dir: import.meta.dirname, hostname: 'localhost', port: boundPort })
  const prepared = app.prepare().then(() => app.getRequestHandler())
  server.on('request', (request, response) => {
    request.url = decodableUrl(request.url ?? '/')
    void prepared.then(
      (handle) => handle(request, response),
      () => response.destroy(),
    )
  })
  await prepared
  const url = `http://localhost:${boundPort}`
  stopOnSignal(server)
  if (process.send) process.send({ type: 'ready', url })
  else console.log(`Storefront ${url}`)
}

/**
 * The URL, or the address of a page that does not exist when its path cannot be decoded, such as `/items/%E0%A4%A`.
 * Next would answer such a path with a bare 500; so it answers with the page for 404.
 */
function decodableUrl(url: string): string {
  try {
    decodeURIComponent(url.split('?', 1)[0] ?? '')
    return url
  } catch {
    return '/malformed-address'
  }
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

const GRACE_MS = 2000

/** Finishes the open requests, then exits. Progress streams never end by themselves, so they are closed. */
function stopOnSignal(server: Server): void {
  let isStopping = false
  const stop = (): void => {
    if (isStopping) return
    isStopping = true
    server.close(() => process.exit(0))
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), GRACE_MS).unref()
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.on('disconnect', stop)
}

main().catch((error: Error) => {
  console.error(error.message)
  process.exit(1)
})
