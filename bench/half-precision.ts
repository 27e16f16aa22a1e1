/**
 * What half precision costs the projection of features and its gradient, beside single precision on the same build:
 * `node --import tsx bench/half-precision.ts`. Minima of CPU milliseconds, interleaved, one thread; 4,096 rows to 64.
 */
import { PROJECT_ROWS, PROJECT_ROWS_GRADIENT } from '../packages/model/src/compute/operations/project-rows.ts'
import { toHalves } from '../packages/model/src/data/float16.ts'
import { loadNativeEngine } from '../packages/model/src/core/native-engine.ts'
import { loadWasmEngine } from '../packages/model/src/core/wasm-engine.ts'

const RUNS = 12
const ROWS = 4096
const WIDTH = 64

const engines = [loadNativeEngine({ threads: 1 }), loadWasmEngine()]
console.log('engine,kernel,columns,single,half')
for (const [columns, items] of [
  [512, 40_000],
  [4096, 7000],
] as const) {
  const single = Float32Array.from({ length: items * columns }, (_, n) => Math.sin(n))
  const half = new Uint16Array(single.length)
  toHalves(single, 2 ** 14, half, 0)
  const scale = new Float32Array(items).fill(2 ** -14)
  const rows = Int32Array.from({ length: ROWS }, (_, n) => (n * 104_729) % items)
  const [w, dw] = [new Float32Array(columns * WIDTH).fill(0.01), new Float32Array(columns * WIDTH)]
  const [b, db] = [new Float32Array(WIDTH), new Float32Array(WIDTH)]
  const y = new Float32Array(ROWS * WIDTH)
  for (const engine of engines) {
    const run = {
      projectRows: (x: Float32Array | Uint16Array, isHalf: number) =>
        engine.call(PROJECT_ROWS, [ROWS, columns, WIDTH, isHalf], x, scale, rows, w, b, y),
      projectRowsGradient: (x: Float32Array | Uint16Array, isHalf: number) =>
        engine.call(PROJECT_ROWS_GRADIENT, [ROWS, columns, WIDTH, isHalf], x, scale, rows, y, dw, db),
    }
    for (const [kernel, call] of Object.entries(run)) {
      const best: [single: number, half: number] = [Infinity, Infinity]
      for (let n = 0; n < RUNS; n++) {
        for (const isHalf of [0, 1] as const) {
          const before = process.cpuUsage()
          call(isHalf ? half : single, isHalf)
          const { user, system } = process.cpuUsage(before)
          best[isHalf] = Math.min(best[isHalf], (user + system) / 1000)
        }
      }
      console.log([`${engine.name} ${engine.detail}`, kernel, columns, ...best.map((ms) => ms.toFixed(1))].join(','))
    }
  }
}
