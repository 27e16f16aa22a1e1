// Runs a packaged model in a thread of its own: TensorFlow.js keeps one engine per thread, and this one must not
// meddle with the engine of a training in the same process. Plain JavaScript, so that a thread can load it anywhere.
import { createRequire } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'

const require = createRequire(import.meta.url)
const { paths, modality } = workerData

const load = { text: loadSentenceEncoder, image: loadPhotoNetwork }

/** @returns {Promise<(text: string) => Promise<Float32Array>>} */
async function loadSentenceEncoder() {
  const { initModel } = require(paths.embeddings)
  const { modelSource } = require(paths.weights)
  const model = await initModel(modelSource)
  // One at a time: faster here than in batches, and a vector never depends on its neighbours.
  return async (text) => Float32Array.from(await model.embed(text))
}

/** @returns {Promise<(pixels: Uint8Array) => Promise<Float32Array>>} */
async function loadPhotoNetwork() {
  const tf = require(paths.core)
  await tf.ready()
  const model = await tf.loadGraphModel(tf.io.fileSystem(paths.graph))
  const { size, output } = workerData
  return async (pixels) => {
    const input = tf.tensor4d(Float32Array.from(pixels), [1, size, size, 3])
    const result = model.execute(input, output)
    try {
      return Float32Array.from(await result.data())
    } finally {
      tf.dispose([input, result])
    }
  }
}

const encode = await load[modality]()
parentPort.on('message', async ({ call, inputs }) => {
  try {
    const vectors = []
    for (const input of inputs) vectors.push(await encode(input))
    parentPort.postMessage({ call, vectors })
  } catch (error) {
    parentPort.postMessage({ call, error: String(error?.message ?? error) })
  }
})
parentPort.postMessage({ ready: true })
