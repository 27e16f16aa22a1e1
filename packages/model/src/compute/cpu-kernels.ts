import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'

/** Replaces the two kernels of the cpu backend that are too slow for a reference body in a test. */
export function replaceSlowKernels(): void {
  replaceSegmentSum()
  replaceGather()
}

/**
 * A linear kernel for UnsortedSegmentSum, the gradient of every gather. The original reads all values once per segment:
 * 12 seconds for 1,100 rows into 550. Negative segments are dropped, as TensorFlow defines it.
 */
function replaceSegmentSum(): void {
  tf.unregisterKernel(tf.UnsortedSegmentSum, 'cpu')
  tf.registerKernel({
    kernelName: tf.UnsortedSegmentSum,
    backendName: 'cpu',
    kernelFunc: ({ inputs, backend, attrs }) => {
      const { x, segmentIds } = inputs as { x: tf.TensorInfo; segmentIds: tf.TensorInfo }
      const { numSegments } = attrs as { numSegments: number }
      const host = backend as MathBackendCPU
      const values = host.data.get(x.dataId).values as Float32Array
      const segments = host.data.get(segmentIds.dataId).values as Int32Array
      const width = tf.util.sizeFromShape(x.shape.slice(segmentIds.shape.length))
      const sums = new Float32Array(numSegments * width)
      segments.forEach((segment, i) => {
        if (segment >= numSegments) throw new RangeError(`segment ${segment} is outside 0..${numSegments - 1}`)
        if (segment < 0) return
        for (let j = 0; j < width; j++) sums[segment * width + j]! += values[i * width + j]!
      })
      return host.makeTensorInfo([numSegments, ...x.shape.slice(segmentIds.shape.length)], 'float32', sums)
    },
  })
}

/**
 * A kernel for GatherV2 that copies whole rows. The original computes the index of every number from strides, some 40 ns
 * each. It still runs for gathers along other axes.
 */
function replaceGather(): void {
  const { kernelFunc: general } = tf.getKernel(tf.GatherV2, 'cpu')
  tf.unregisterKernel(tf.GatherV2, 'cpu')
  tf.registerKernel({
    kernelName: tf.GatherV2,
    backendName: 'cpu',
    kernelFunc: (call) => {
      const { x, indices } = call.inputs as { x: tf.TensorInfo; indices: tf.TensorInfo }
      const { axis, batchDims } = call.attrs as { axis: number; batchDims: number }
      if (axis !== 0 || batchDims !== 0 || x.dtype !== 'float32' || x.shape.length === 0) return general(call)
      const host = call.backend as MathBackendCPU
      const values = host.data.get(x.dataId).values as Float32Array
      const indexes = host.data.get(indices.dataId).values as Int32Array
      const width = tf.util.sizeFromShape(x.shape.slice(1))
      const rows = new Float32Array(indexes.length * width)
      indexes.forEach((index, i) => {
        if (index < 0 || index >= x.shape[0]!) throw new RangeError(`row ${index} is outside 0..${x.shape[0]! - 1}`)
        for (let j = 0; j < width; j++) rows[i * width + j] = values[index * width + j]!
      })
      return host.makeTensorInfo([...indices.shape, ...x.shape.slice(1)], 'float32', rows)
    },
  })
}
