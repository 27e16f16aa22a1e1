/**
 * Imports a file into an empty catalog of its own, in a process of its own. `tsx bench/import/worker.ts <file> <data
 * folder>` prints one line of JSON, an `ImportRun`.
 */
import { readFile } from 'node:fs/promises'
import { createPool, importFiles, migrate, planImport, startPostgres } from '@trifold/catalog'
import type { ImportRun } from './command.ts'

const TICKS_A_SECOND = 100
const [file, dataDir] = process.argv.slice(2) as [string, string]
const server = await startPostgres({ dataDir })
try {
  await migrate(server.url)
  const pool = createPool(server.url)
  const before = process.resourceUsage().maxRSS
  const databaseBefore = await databaseCpu(server.pid)
  const cpu = process.cpuUsage()
  const started = performance.now()
  const { tally } = await importFiles(pool, await planImport([file]))
  const seconds = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(cpu)
  await pool.end()
  await new Promise((resolve) => setTimeout(resolve, 500)) // the server counts what its processes used once they have ended
  const run: ImportRun = {
    recorded: tally.events.recorded,
    seconds,
    cpuSeconds: (user + system) / 1e6,
    databaseCpuSeconds: (await databaseCpu(server.pid)) - databaseBefore,
    baseMiB: before / 1024,
    peakMiB: process.resourceUsage().maxRSS / 1024,
  }
  console.log(JSON.stringify(run))
} finally {
  await server.stop()
}

/** Processor time of a process' children that have ended, in seconds; 0 where the system does not say. */
async function databaseCpu(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  if (text === undefined) return 0
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[13]) + Number(fields[14])) / TICKS_A_SECOND
}
