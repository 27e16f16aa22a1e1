import { type AddressInfo, createServer, type Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { choosePort, type ReservedPort } from './ports.ts'

const held: ReservedPort[] = []

afterEach(async () => {
  await Promise.all(held.splice(0).map(({ release }) => release()))
})

async function choose(preferred: number, given?: number): Promise<number> {
  const reserved = await choosePort({ name: 'API_PORT', given, preferred })
  held.push(reserved)
  return reserved.port
}

const listen = (port: number): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(port, () => resolve(server))
  })

describe('choosePort', () => {
  it('keeps a port from the next who asks, until it is released', async () => {
    const first = await choose(20_000)
    expect(await choose(first)).not.toBe(first)
    await expect(listen(first)).rejects.toThrow(/EADDRINUSE/)
    await held[0]!.release()
    const server = await listen(first)
    server.close()
  })

  it('takes the given port, and any free one for 0', async () => {
    const free = await choose(20_000)
    await held.pop()!.release()
    expect(await choose(1, free)).toBe(free)
    expect(await choose(1, 0)).toBeGreaterThan(1023)
  })

  it('waits for a given port that becomes free', async () => {
    const server = await listen(0)
    const { port } = server.address() as AddressInfo
    const soon = choose(1, port)
    setTimeout(() => server.close(), 300)
    expect(await soon).toBe(port)
  })
})
