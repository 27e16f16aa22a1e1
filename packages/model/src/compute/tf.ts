/**
 * The only module that imports TensorFlow.js for others.
 *
 * Only `@tensorflow/tfjs-core` and the cpu backend are dependencies. The union package `@tensorflow/tfjs` (layers,
 * converter, WebGL: some 150 MB) is not. The core's build for Node contains no gradients, so `gradients/` registers those
 * of the operations used here (decisions 23 and 90). Everything needs these registrations, so importing this file runs
 * them.
 */
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import { registerBackend, removeBackend } from '@tensorflow/tfjs-core'
import { replaceSlowKernels } from './cpu-kernels.ts'
import { registerGradients } from './gradients/index.ts'

registerGradients()
replaceSlowKernels()
removeBackend('cpu')
registerBackend('cpu', () => withoutAdvertisement(new MathBackendCPU()), 1)

/** Keeps the cpu backend from printing its six lines about tfjs-node at the first tensor. */
export function withoutAdvertisement<T extends MathBackendCPU>(backend: T): T {
  Reflect.set(backend, 'firstUse', false)
  return backend
}

export * from '@tensorflow/tfjs-core'
