/**
 * The one place TensorFlow.js is imported from.
 *
 * Only `@tensorflow/tfjs-core` and the cpu backend are dependencies; the union package `@tensorflow/tfjs` (layers,
 * converter, WebGL: some 150 MB) is not. The published CommonJS build of the core has no gradient functions in it, and
 * its gradient files are ES modules that plain Node does not load from a package without `"type": "module"`: so the
 * gradients of the operations used here are registered by `gradients/`. Everything is built on these
 * registrations, which is why this file, alone, acts when it is imported.
 */
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import { registerBackend, removeBackend } from '@tensorflow/tfjs-core'
import { registerGradients } from './gradients/index.ts'
import { replaceGather } from './plain-gather.ts'
import { replaceSegmentSum } from './segment-sum.ts'

registerGradients()
replaceSegmentSum()
replaceGather()
removeBackend('cpu')
registerBackend('cpu', () => withoutAdvertisement(new MathBackendCPU()), 1)

/** The cpu backend's first tensor would print six lines in praise of tfjs-node. */
export function withoutAdvertisement<T extends MathBackendCPU>(backend: T): T {
  Reflect.set(backend, 'firstUse', false)
  return backend
}

export * from '@tensorflow/tfjs-core'
