import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { restartDelay, Service } from './service.ts'

let dir: string
const services: Service[] = []
beforeAll(async () => void (dir = await mkdtemp(join(tmpdir(), 'trifold service '))))
afterEach(async () => {
  await Promise.all(services.splice(0).map((service) => service.stop()))
})
afterAll(() => rm(dir, { recursive: true }))

interface Made {
  readonly service: Service
  readonly logFile: string
  readonly crashes: string[]
}

function make(behaviour: string, limits = {}): Made {
  const logFile = join(dir, `${behaviour}-${services.length}.log`)
  const crashes: string[] = []
  const service = new Service({
    name: 'fixture',
    entry: 'apps/cli/src/testing/service-fixture.ts',
    env: { FIXTURE: behaviour },
    logFile,
    onCrash: (sentence) => void crashes.push(sentence),
    limits: { restartMs: 10, stopWithinMs: 1000, ...limits },
  })
  services.push(service)
  return { service, logFile, crashes }
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('a service', () => {
  it('starts, returns its address, and ends when it is stopped', async () => {
    const { service } = make('runs')
    const url = await service.start()
    const pid = service.pid!
    expect(url).toBe(`http://fixture/${pid}`)
    await service.stop()
    expect(isAlive(pid)).toBe(false)
    services.length = 0
  })

  it('is started again when it is killed, and not when it is stopped', async () => {
    const { service, crashes } = make('runs')
    await service.start()
    const pid = service.pid!
    process.kill(pid, 'SIGKILL')
    await vi.waitFor(() => expect(service.pid).not.toBe(pid), { timeout: 20_000 })
    expect(crashes).toEqual(['The fixture stopped (SIGKILL); starting it again.'])
    await service.stop()
    expect(crashes).toHaveLength(1)
    services.length = 0
  })

  it('that ends at its start is an error with its last line and its log', async () => {
    const { service, logFile } = make('fails')
    await expect(service.start()).rejects.toThrow(
      `The fixture did not start: The cellar is flooded. (its log: ${logFile}).`,
    )
    await service.stop()
    expect(await readFile(logFile, 'utf8')).toBe('The cellar is flooded.\n')
    services.length = 0
  })

  it('that never gets ready is killed', async () => {
    const { service } = make('silent', { readyWithinMs: 1500 })
    await expect(service.start()).rejects.toThrow(/^The fixture did not start: not ready within 1\.5 s/)
    await vi.waitFor(() => expect(isAlive(service.pid!)).toBe(false))
  })

  it('that ignores SIGTERM is killed', async () => {
    const { service } = make('deaf', { stopWithinMs: 300 })
    await service.start()
    const pid = service.pid!
    await service.stop()
    expect(isAlive(pid)).toBe(false)
    services.length = 0
  })
})

describe('restartDelay', () => {
  it('doubles with each failure up to ten seconds', () => {
    expect([0, 1, 2, 5, 6, 60].map((failures) => restartDelay(failures))).toEqual([
      250, 500, 1000, 8000, 10_000, 10_000,
    ])
  })
})
