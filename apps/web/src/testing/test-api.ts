import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ApiRequest {
  readonly query: string
  readonly variables: Record<string, unknown>
  readonly headers: IncomingHttpHeaders
}

export interface Reply {
  readonly body: string
  readonly type?: string
  readonly status?: number
}

/** A local HTTP server that answers instead of the API. `API_URL` points to it until `close`. */
export async function startTestApi(
  reply: (request: ApiRequest, path: string) => Reply,
): Promise<{ url: string; close(): Promise<void> }> {
  const before = process.env.API_URL
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => {
      const { query = '', variables = {} } = text ? JSON.parse(text) : {}
      const answer = reply({ query, variables, headers: request.headers }, request.url ?? '')
      response.writeHead(answer.status ?? 200, { 'content-type': answer.type ?? 'application/json' }).end(answer.body)
    })
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
