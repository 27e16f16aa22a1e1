import { describe, expect, it } from 'vitest'
import { Batches } from './batches.ts'

/** Adds numbers from 1 on. */
async function addAll(batches: Batches<number>, count: number): Promise<void> {
  for (let n = 1; n <= count; n++) if (batches.push(n)) await batches.flush()
  await batches.end()
}

describe('Batches', () => {
  it('hand on every row once, in order, in full batches and a rest', async () => {
    const written: number[][] = []
    await addAll(new Batches(3, async (rows) => void written.push([...rows])), 8)
    expect(written).toEqual([
      [1, 2, 3],
      [4, 5, 6],
      [7, 8],
    ])
  })

  it('are written one at a time, while the next is filled', async () => {
    let running = 0
    let pushed = 0
    const pushedMeanwhile: number[] = []
    const batches = new Batches<number>(2, async () => {
      expect(++running).toBe(1)
      const before = pushed
      await new Promise((resolve) => setTimeout(resolve, 5))
      pushedMeanwhile.push(pushed - before)
      running--
    })
    for (; pushed < 6; pushed++) if (batches.push(pushed)) await batches.flush()
    await batches.end()
    expect(pushedMeanwhile).toEqual([2, 2, 1])
  })

  it('end with the error of the batch that failed, and then are at rest', async () => {
    const batches = new Batches<number>(2, async (rows) => {
      await new Promise((resolve) => setTimeout(resolve, 1))
      if (rows.includes(3)) throw new Error('no 3')
    })
    await expect(addAll(batches, 9)).rejects.toThrow('no 3')
    await expect(batches.settled()).resolves.toBeUndefined()
  })
})
