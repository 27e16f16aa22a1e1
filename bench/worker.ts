/**
 * One engine on one task, in a process of its own: its memory is its own, and the parent can let engines take turns.
 * `tsx bench/worker.ts <task> <inputs>`; each line `n` on standard input runs the task n times and answers one line of
 * JSON: { milliseconds, cpuMilliseconds: number[], peakMiB, check }. CPU time counts all threads of the process; on a
 * machine shared with other work it says more than the clock.
 */
import { createInterface } from 'node:readline'
import { TASKS } from './tasks/index.ts'

const [name = '', inputs = ''] = process.argv.slice(2)
const factory = TASKS[name]
if (!factory) throw new Error(`There is no task "${name}".`)
const task = await factory(inputs)
process.stdout.write('ready\n')
for await (const line of createInterface({ input: process.stdin })) {
  const milliseconds: number[] = []
  const cpuMilliseconds: number[] = []
  let check: number | null = null
  for (let n = 0; n < Number(line); n++) {
    const start = performance.now()
    const cpuStart = process.cpuUsage()
    check = await task.run()
    milliseconds.push(performance.now() - start)
    const { user, system } = process.cpuUsage(cpuStart)
    cpuMilliseconds.push((user + system) / 1000)
  }
  const peakMiB = process.resourceUsage().maxRSS / 1024
  process.stdout.write(JSON.stringify({ milliseconds, cpuMilliseconds, peakMiB, check }) + '\n')
}
process.exit(0)
