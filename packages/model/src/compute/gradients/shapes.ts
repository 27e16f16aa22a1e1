import * as tf from '@tensorflow/tfjs-core'
import { register, sumTo } from './register.ts'

/** Operations that move numbers without changing them. */
export function registerShapes(): void {
  for (const kernel of [tf.Reshape, tf.ExpandDims]) {
    const input = kernel === tf.Reshape ? 'x' : 'input'
    register({ kernel, save: [input], gradient: (dy, [x]) => ({ [input]: () => tf.reshape(dy, x!.shape) }) })
  }
  register({
    kernel: tf.Transpose,
    gradient: (dy, _, { perm }) => ({
      x: () =>
        tf.transpose(
          dy,
          perm.map((_axis, i) => perm.indexOf(i)),
        ),
    }),
  })
  register({
    kernel: tf.BroadcastTo,
    save: ['x'],
    gradient: (dy, [x]) => ({ x: () => sumTo(dy, x!.shape) }),
  })
  register({
    kernel: tf.Tile,
    save: ['x'],
    gradient: (dy, [x], { reps }) => ({
      x: () => {
        // reshape [r0*s0, r1*s1, ...] to [r0, s0, r1, s1, ...] and sum over the repeats
        const unfolded = tf.reshape(
          dy,
          x!.shape.flatMap((size, i) => [reps[i]!, size]),
        )
        return tf.sum(
          unfolded,
          x!.shape.map((_, i) => 2 * i),
        )
      },
    }),
  })
  register({
    kernel: tf.Slice,
    save: ['x'],
    gradient: (dy, [x], { begin }) => ({
      x: () =>
        tf.pad(
          dy,
          begin.map((from, i) => [from, x!.shape[i]! - from - dy.shape[i]!] as [number, number]),
        ),
    }),
  })
  register({
    kernel: tf.Concat,
    save: 'all',
    gradient: (dy, parts, { axis }) => {
      const along = tf.util.parseAxisParam(axis as number, dy.shape)[0]!
      const offsets = parts.map((_, i) => parts.slice(0, i).reduce((sum, part) => sum + part.shape[along]!, 0))
      return parts.map((part, i) => () => {
        const begin = dy.shape.map((_, axis) => (axis === along ? offsets[i]! : 0))
        return tf.slice(dy, begin, part.shape)
      })
    },
  })
  register({
    kernel: tf.Pack,
    save: 'all',
    gradient: (dy, parts, { axis }) => parts.map((_, i) => () => tf.unstack(dy, axis as number)[i]!),
  })
  register({
    kernel: tf.SplitV,
    gradient: (dy, _, { axis }) => ({ x: () => tf.concat(dy as unknown as tf.Tensor[], axis as number) }),
  })
  register({
    kernel: tf.Unpack,
    gradient: (dy, _, { axis }) => ({ value: () => tf.stack(dy as unknown as tf.Tensor[], axis as number) }),
  })
  register({
    kernel: tf.PadV2,
    save: ['x'],
    gradient: (dy, [x], attributes) => {
      const { paddings } = attributes as unknown as { paddings: [number, number][] }
      return {
        x: () =>
          tf.slice(
            dy,
            paddings.map(([before]) => before),
            x!.shape,
          ),
      }
    },
  })
  register({
    kernel: tf.GatherV2,
    save: ['x', 'indices'],
    gradient: (dy, [x, indices], { axis }) => {
      if (axis !== 0) throw new Error(`the gradient of gather is registered for rows (axis 0), not for axis ${axis}`)
      const inner = x!.shape.slice(1)
      const rows = tf.reshape(dy, [indices!.size, ...inner])
      return { x: () => tf.unsortedSegmentSum(rows, tf.reshape(indices!, [indices!.size]) as tf.Tensor1D, x!.shape[0]) }
    },
  })
  register({
    kernel: tf.UnsortedSegmentSum,
    save: ['segmentIds'],
    gradient: (dy, [segments]) => ({ x: () => tf.gather(dy, segments as tf.Tensor1D) }),
  })
}
