// `node tensorflow-probe.mjs <folder>` prints what loading TensorFlow.js' Node package from there gives, as one line of
// JSON: { gpu, version } or { error }. A process of its own: its library takes 300 MB and, on a card, memory there;
// with a symbol of Node's in the wrong place it takes the process down.
import { loadTensorflow } from './tensorflow-package.mjs'

function probe() {
  try {
    return loadTensorflow(process.argv[2])
  } catch (error) {
    return { error: String(error.message).split('\n')[0] }
  }
}
process.stdout.write(JSON.stringify(probe()) + '\n', () => process.exit(0))
