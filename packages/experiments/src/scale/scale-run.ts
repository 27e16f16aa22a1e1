/**
 * One training of the scale experiment. It has its own process so that its peak memory can be measured.
 * `scale-run.ts DIR CONFIG [BACKEND]` reads the data set in the folder, trains, and sends a `ScaleRun`.
 */
import { fit, type FitConfigInput, readDataset } from '@trifold/model/internals'
import type { ScaleRun } from './scale.ts'

const [dir, config, backend] = process.argv.slice(2)
const start = performance.now()
const dataset = await readDataset(dir!)
const readSeconds = (performance.now() - start) / 1000
const { report } = await fit(dataset, JSON.parse(config!) as FitConfigInput, { backend })
const run: ScaleRun = {
  readSeconds,
  secondsPerEpoch: report.secondsPerEpoch,
  peakMemoryMiB: report.peakMemoryMiB,
  seconds: (performance.now() - start) / 1000,
  backend: report.backend,
}
process.send?.(run)
