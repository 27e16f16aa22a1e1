import { describe, expect, it } from 'vitest'
import { selectBackend, tf } from './index.ts'
import { presentBuilds, useBuild } from './testing/backends.ts'
import { ODD, operationCases } from './testing/cases.ts'
import { valueAndGradients } from './testing/gradient-check.ts'
import { allocate, release, recycle } from './memory.ts'

describe('memory of tensors', () => {
  it('is used again once its tensor is gone, by sizes that are nearly the same', async () => {
    await useBuild(presentBuilds()[0]!)
    const values = allocate(5000)
    tf.tensor1d(values).dispose()
    const again = allocate(4990)
    expect(again.buffer).toBe(values.buffer)
    expect(again.length).toBe(4990)
    expect(allocate(5000).buffer).not.toBe(values.buffer)
  })

  it('is left alone while another tensor shares it', async () => {
    await useBuild(presentBuilds()[0]!)
    const values = allocate(6000)
    const tensor = tf.tensor1d(values)
    const shared = tf.reshape(tensor, [60, 100])
    tensor.dispose()
    expect(allocate(6000).buffer).not.toBe(values.buffer)
    shared.dispose()
    expect(allocate(6000).buffer).toBe(values.buffer)
  })

  it.each<[string, (x: tf.Tensor2D) => tf.Tensor]>([
    ['slice', (x) => tf.slice(x, [1, 0], [2, 700])],
    ['split', (x) => tf.split(x, 3)[1]!],
    ['unstack', (x) => tf.unstack(x)[1]!],
    ['stridedSlice', (x) => tf.stridedSlice(x, [1, 0], [3, 700])],
  ])('is left alone while a %s may look into it', async (_, part) => {
    await useBuild(presentBuilds()[0]!)
    const x = tf.add(tf.fill<tf.Rank.R2>([3, 700], 2), 3) as tf.Tensor2D
    const view = part(tf.add(x, x) as tf.Tensor2D)
    tf.dispose(x)
    for (let n = 0; n < 8; n++) allocate(2100).fill(NaN)
    expect(view.dataSync().every((value) => value === 10)).toBe(true)
  })

  it('never comes back from those who read it', async () => {
    await useBuild(presentBuilds()[0]!)
    const tensor = tf.tensor1d(allocate(7000))
    const values = tensor.dataSync()
    tensor.dispose()
    expect(allocate(7000).buffer).not.toBe(values.buffer)
    const kept = allocate(7000)
    release(kept)
    recycle(kept)
    expect(allocate(7000).buffer).not.toBe(kept.buffer)
  })

  it('may hold anything: kernels write their results whole', async () => {
    const cases = operationCases(ODD)
    for (const build of presentBuilds()) {
      await useBuild(build)
      for (const name of Object.keys(cases)) {
        const first = await valueAndGradients(cases[name]!())
        // poison what the next run will be given
        const arrays = Array.from({ length: 200 }, (_, n) => allocate(1024 + 600 * n).fill(NaN))
        arrays.forEach(recycle)
        expect(await valueAndGradients(cases[name]!()), name).toEqual(first)
      }
    }
    await selectBackend('cpu')
  }, 180_000)
})
