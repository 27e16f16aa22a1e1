import { createServer, type Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { choosePort, type ReservedPort } from './ports.ts'

const NAME = 'TRIFOLD_TEST_PORT'
const held: ReservedPort[] = []

afterEach(async () => {
  delete process.env[NAME]
  await Promise.all(held.splice(0).map(({ release }) => release()))
})

async function choose(preferred: number, given?: string): Promise<number> {
  if (given === undefined) delete process.env[NAME]
  else process.env[NAME] = given
  const reserved = await choosePort(NAME, preferred)
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
    await held[0].release()
    const server = await listen(first)
    server.close()
  })

  it('takes the given port, and any free one for 0', async () => {
    const free = await choose(20_000)
    await held.pop()!.release()
    expect(await choose(1, String(free))).toBe(free)
    expect(await choose(1, '0')).toBeGreaterThan(1023)
  })

  it.each(['http', '70000', '-1', '1.5'])('refuses %s by name', async (given) => {
    await expect(choose(20_000, given)).rejects.toThrow(
      `${NAME} must be a port number between 0 and 65535, not "${given}".`,
    )
  })
})
