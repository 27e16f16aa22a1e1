// Loads TensorFlow.js' Node package. Plain JavaScript, because the probe runs it in a process of its own.
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/**
 * Loads the package in `folder`, which registers the backend `tensorflow` with TensorFlow.js.
 *
 * @param {string} folder
 * @returns {{ gpu: boolean, version: string }} whether it runs on a CUDA card, and the version of its library
 * @throws where the addon or a library it needs does not load
 */
export function loadTensorflow(folder) {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2' // its library's own log of devices
  process.env.TF_FORCE_GPU_ALLOW_GROWTH ??= 'true' // or the first process takes the whole memory of the card
  restoreRemovedUtilities()
  const backend = require(folder).findBackend('tensorflow')
  if (!backend) throw new Error('it registers no backend')
  return { gpu: backend.isUsingGpuDevice, version: backend.binding.TF_Version }
}

/**
 * tfjs-node 4.22 calls two functions of `node:util` that Node 23 removed; the fix is merged upstream (tensorflow/tfjs
 * pull request 8425) and was never released. May go with the first release that has it.
 */
function restoreRemovedUtilities() {
  const util = require('node:util')
  util.isNullOrUndefined ??= (value) => value === null || value === undefined
  util.isArray ??= Array.isArray
}
