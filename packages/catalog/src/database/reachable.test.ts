import { createServer, type AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { UserFacingError } from '@trifold/model/errors'
import { databaseReachable, describeDatabase } from './reachable.ts'

/** A port that was free a moment ago. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

describe('databaseReachable', () => {
  it('names host, port, database and reason in one sentence, and keeps the password to itself', async () => {
    const port = await closedPort()
    const failure = await databaseReachable(`postgresql://me:geheim@127.0.0.1:${port}/shop`).catch((e: unknown) => e)
    expect(failure).toBeInstanceOf(UserFacingError)
    expect((failure as Error).message).toBe(
      `The database shop at 127.0.0.1:${port} cannot be reached: nothing listens there.`,
    )
  })

  it('says so when what listens there is not Postgres', async () => {
    const server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    await expect(databaseReachable(`postgresql://me@127.0.0.1:${port}/shop`)).rejects.toThrow(
      /^The database shop at .* cannot be reached: /,
    )
    server.close()
  })
})

describe('describeDatabase', () => {
  it('fills in what the URL leaves out', () => {
    expect(describeDatabase('postgres://db.example')).toBe('database postgres at db.example:5432')
  })

  it.each(['', 'shop', 'mysql://db.example/shop'])('refuses %j', (url) => {
    expect(() => describeDatabase(url)).toThrow('DATABASE_URL is not a URL')
  })
})
