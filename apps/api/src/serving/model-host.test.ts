import type { ModelVersion } from '@trifold/catalog'
import Fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import { ModelHost } from './model-host.ts'
import { loggingOptions } from '../http/index.ts'
import type { ServedModel } from './served-model.ts'

/** A registry whose production version is set by hand, and whose artifacts open when they are told to. */
function registry() {
  const state = { production: null as number | null, broken: new Set<number>(), opened: [] as number[] }
  const log: { level: string; msg: string; err?: { message: string } }[] = []
  const stream = { write: (line: string) => void log.push(JSON.parse(line)) }
  const host = new ModelHost(
    {
      production: async () => (state.production === null ? null : ({ id: state.production } as ModelVersion)),
      open: async (version) => {
        state.opened.push(version.id)
        await new Promise((resolve) => setTimeout(resolve, 1))
        if (state.broken.has(version.id)) throw new Error('weights.bin is truncated')
        return { version } as ServedModel
      },
    },
    Fastify(loggingOptions({ level: 'info', stream })).log,
  )
  const promote = (id: number | null) => {
    state.production = id
    return host.refresh()
  }
  return { state, host, promote, log }
}

describe('the model host', () => {
  it('serves nothing until a version is in production', async () => {
    const { host, promote } = registry()
    expect(host.pin()).toMatchObject({ current: null, loadError: null })
    await promote(1)
    expect(host.pin().current?.version.id).toBe(1)
  })

  it('lets an operation keep the model it began with', async () => {
    const { host, promote } = registry()
    await promote(1)
    const pinned = host.pin()
    await promote(2)
    expect(pinned.current?.version.id).toBe(1)
    expect(host.pin().current?.version.id).toBe(2)
  })

  it('keeps the replaced model in memory for its lists, and rolls back without loading', async () => {
    const { host, promote, state } = registry()
    await promote(1)
    await promote(2)
    expect(host.pin().ofVersion(1)?.version.id).toBe(1)
    await promote(1)
    expect(host.pin().current?.version.id).toBe(1)
    expect(state.opened).toEqual([1, 2])
  })

  it('keeps serving the old model if the new one cannot be loaded, and reports why', async () => {
    const { host, promote, state, log } = registry()
    await promote(1)
    state.broken.add(2)
    await promote(2)
    await host.refresh()
    expect(host.pin().current?.version.id).toBe(1)
    expect(host.pin().loadError).toBe('Model version 2 is in production, but could not be loaded.')
    expect(log.at(-1)).toMatchObject({
      level: 'error',
      msg: 'Model version 2 is in production, but could not be loaded.',
      err: { message: 'weights.bin is truncated' },
    })
    expect(state.opened).toEqual([1, 2]) // and does not try again at every refresh
    expect(log).toHaveLength(2)
  })

  it('ends at the last of several promotions in a row', async () => {
    const { host, promote } = registry()
    await Promise.all([promote(1), promote(2), promote(3)])
    expect(host.pin().current?.version.id).toBe(3)
  })

  it('serves nothing again when production is emptied', async () => {
    const { host, promote } = registry()
    await promote(1)
    await promote(null)
    expect(host.pin().current).toBeNull()
  })
})
