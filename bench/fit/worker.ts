/**
 * Trains on one backend in a process of its own. `tsx bench/fit/worker.ts <backend> <data> <epochs> <config as JSON>`
 * prints one line of JSON, a `FitRun`.
 */
import { fit, readDataset, selectBackend, type FitConfigInput } from '@trifold/model'
import type { FitRun, EpochRun } from './fit-run.ts'

const [name, data, epochs, config] = process.argv.slice(2)
if (name === undefined || data === undefined || config === undefined) {
  throw new Error('Usage: worker.ts <backend> <data> <epochs> <config as JSON>')
}
const dataset = await readDataset(data)
const { detail } = await selectBackend(name)
const runs: EpochRun[] = []
let before = process.cpuUsage()
const settings: FitConfigInput = { ...(JSON.parse(config) as FitConfigInput), epochs: Number(epochs) }
const { report } = await fit(dataset, settings, {
  backend: name,
  onProgress({ epoch, loss, seconds, valid }) {
    const { user, system } = process.cpuUsage(before)
    runs.push({ seconds, cpuSeconds: (user + system) / 1e6, loss, ndcg20: valid?.ndcg20 ?? null })
    process.stderr.write(`${name}: epoch ${epoch} of ${epochs}, loss ${loss.toFixed(4)}, ${seconds.toFixed(2)} s\n`)
    before = process.cpuUsage()
  },
})
const answer: FitRun = {
  backend: name,
  detail,
  epochs: runs,
  peakMiB: report.peakMemoryMiB,
  test: { recall20: report.test.recall[20], ndcg20: report.test.ndcg[20] },
}
process.stdout.write(JSON.stringify(answer) + '\n', () => process.exit(0))
