import type { Pool } from 'pg'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Reporter } from './reporter.ts'

const RUN = { id: '00000000-0000-4000-8000-000000000001', attempts: 1 }
const progress = (epoch: number) => ({ epoch, epochs: 10, loss: 1 / epoch, terms: {}, seconds: 0.1 })

/** A database that keeps the epochs of one run, and can be unreachable or refuse the run. */
function database() {
  const state = { epochs: [] as number[], heartbeats: 0, unreachable: false, ours: true }
  const query = async (_sql: string, values: unknown[]) => {
    await Promise.resolve()
    if (state.unreachable) throw new Error('connection refused')
    if (!state.ours) return { rowCount: 0 }
    state.heartbeats++
    const [added, all] = [values[3], values[5]].map(
      (json) => JSON.parse((json ?? 'null') as string) as { epoch: number }[] | null,
    )
    if (all) state.epochs = all.map(({ epoch }) => epoch)
    if (added) state.epochs.push(added[0]!.epoch)
    return { rowCount: 1 }
  }
  return { state, pool: { query } as unknown as Pool }
}

function reporterOn(pool: Pool) {
  const lost: string[] = []
  const log: string[] = []
  return {
    lost,
    log,
    reporter: new Reporter(
      pool,
      RUN,
      (reason) => lost.push(reason.message),
      (line) => log.push(line),
    ),
  }
}

describe('the reporter', () => {
  afterEach(() => vi.useRealTimers())

  it('writes every epoch once, in order, however fast they end', async () => {
    const { state, pool } = database()
    const { reporter } = reporterOn(pool)
    for (let epoch = 1; epoch <= 20; epoch++) reporter.epoch(progress(epoch))
    await reporter.evaluating()
    await reporter.stop()
    expect(state.epochs).toEqual(Array.from({ length: 20 }, (_, n) => n + 1))
    expect(state.heartbeats).toBe(21)
  })

  it('replaces the epochs of an earlier worker: by those it resumes from, or by its own first epoch', async () => {
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

  it('writes later what it could not write', async () => {
    const { state, pool } = database()
    const { reporter, log } = reporterOn(pool)
    state.unreachable = true
    for (const epoch of [1, 2, 3]) reporter.epoch(progress(epoch))
    await vi.waitFor(() => expect(log[0]).toBe('Progress could not be written and will be retried: connection refused'))
    state.unreachable = false
    reporter.epoch(progress(4))
    await reporter.evaluating()
    await reporter.stop()
    expect(state.epochs).toEqual([1, 2, 3, 4])
  })

  it('writes a heartbeat every three seconds', async () => {
    vi.useFakeTimers()
    const { state, pool } = database()
    const { reporter } = reporterOn(pool)
    await vi.advanceTimersByTimeAsync(9100)
    expect(state.heartbeats).toBe(3)
    await reporter.stop()
    await vi.advanceTimersByTimeAsync(9000)
    expect(state.heartbeats).toBe(3)
  })

  it('aborts the training when the run is another worker’s', async () => {
    const { state, pool } = database()
    const { reporter, lost } = reporterOn(pool)
    state.ours = false
    reporter.epoch(progress(1))
    await reporter.stop()
    expect(lost).toEqual([`The training run ${RUN.id} is no longer this worker's.`])
  })
})
