import type { Pool } from 'pg'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Reporter } from './reporter.ts'

const RUN = { id: '00000000-0000-4000-8000-000000000001', attempts: 1 }
const progress = (epoch: number) => ({ epoch, epochs: 10, loss: 1 / epoch, terms: {}, seconds: 0.1 })

/** A database that keeps the epochs it is told, and can be away or say that the run is not ours. */
function database() {
  const state = { epochs: [] as number[], beats: 0, away: false, ours: true }
  const query = async (_sql: string, values: unknown[]) => {
    await Promise.resolve()
    if (state.away) throw new Error('connection refused')
    if (!state.ours) return { rowCount: 0 }
    state.beats++
    const [told, all] = [values[3], values[5]].map(
      (json) => JSON.parse((json ?? 'null') as string) as { epoch: number }[] | null,
    )
    if (all) state.epochs = all.map(({ epoch }) => epoch)
    if (told) state.epochs.push(told[0].epoch)
    return { rowCount: 1 }
  }
  return { state, pool: { query } as unknown as Pool }
}

function reporterOn(pool: Pool) {
  const taken: string[] = []
  const log: string[] = []
  return {
    taken,
    log,
    reporter: new Reporter(
      pool,
      RUN,
      (reason) => taken.push(reason.message),
      (line) => log.push(line),
    ),
  }
}

describe('the reporter', () => {
  afterEach(() => vi.useRealTimers())

  it('tells every epoch once, in order, however fast they end', async () => {
    const { state, pool } = database()
    const { reporter } = reporterOn(pool)
    for (let epoch = 1; epoch <= 20; epoch++) reporter.epoch(progress(epoch))
    await reporter.evaluating()
    await reporter.stop()
    expect(state.epochs).toEqual(Array.from({ length: 20 }, (_, n) => n + 1))
    expect(state.beats).toBe(21)
  })

  it('replaces what an earlier worker told: by what it goes on from, or by its own first epoch', async () => {
    const { state, pool } = database()
    state.epochs = [1, 2, 3, 4]
    const { reporter } = reporterOn(pool)
    reporter.resumed({ epoch: 2, epochs: 10, history: [progress(1), progress(2)] })
    reporter.epoch(progress(3))
    await reporter.evaluating()
    await reporter.stop()
    expect(state.epochs).toEqual([1, 2, 3])
    const { reporter: afresh } = reporterOn(pool)
    for (const epoch of [1, 2]) afresh.epoch(progress(epoch))
    await afresh.evaluating()
    await afresh.stop()
    expect(state.epochs).toEqual([1, 2])
  })

  it('tells later what the database did not hear', async () => {
    const { state, pool } = database()
    const { reporter, log } = reporterOn(pool)
    state.away = true
    for (const epoch of [1, 2, 3]) reporter.epoch(progress(epoch))
    await vi.waitFor(() => expect(log[0]).toBe('Progress could not be told, and will be again: connection refused'))
    state.away = false
    reporter.epoch(progress(4))
    await reporter.evaluating()
    await reporter.stop()
    expect(state.epochs).toEqual([1, 2, 3, 4])
  })

  it('says that the worker lives, every three seconds', async () => {
    vi.useFakeTimers()
    const { state, pool } = database()
    const { reporter } = reporterOn(pool)
    await vi.advanceTimersByTimeAsync(9100)
    expect(state.beats).toBe(3)
    await reporter.stop()
    await vi.advanceTimersByTimeAsync(9000)
    expect(state.beats).toBe(3)
  })

  it('breaks the training off when the run is another worker’s', async () => {
    const { state, pool } = database()
    const { reporter, taken } = reporterOn(pool)
    state.ours = false
    reporter.epoch(progress(1))
    await reporter.stop()
    expect(taken).toEqual([`The training run ${RUN.id} is not this worker's any more.`])
  })
})
