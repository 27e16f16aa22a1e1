import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface TestServer {
  /** Such as 127.0.0.1:40123 */
  host: string
  url: string
  close(): Promise<void>
}

/** A real HTTP server on a free loopback port. */
export async function startServer(listener: RequestListener, address = '127.0.0.1'): Promise<TestServer> {
  const server = createServer(listener)
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, address, resolve))
  const host = `${address.includes(':') ? `[${address}]` : address}:${(server.address() as AddressInfo).port}`
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { host, url: `http://${host}`, close }
}
