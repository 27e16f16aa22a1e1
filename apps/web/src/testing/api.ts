import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Asked {
  readonly query: string
  readonly variables: Record<string, unknown>
  readonly headers: IncomingHttpHeaders
}

export interface Reply {
  readonly body: string
  readonly type?: string
  readonly status?: number
}

/** An HTTP server in the API's place, for tests of what we send and how we take what comes back. API_URL points at it. */
export async function standIn(
  reply: (asked: Asked, path: string) => Reply,
): Promise<{ url: string; close(): Promise<void> }> {
  const before = process.env.API_URL
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    const { query = '', variables = {} } = text ? JSON.parse(text) : {}
    const {
      body,
      type = 'application/json',
      status = 200,
    } = reply({ query, variables, headers: request.headers }, request.url ?? '')
    response.writeHead(status, { 'content-type': type }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  process.env.API_URL = `${url}/`
  return {
    url,
    close: async () => {
      if (before === undefined) delete process.env.API_URL
      else process.env.API_URL = before
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export const json = (value: unknown): Reply => ({ body: JSON.stringify(value) })
