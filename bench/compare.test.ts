import { describe, expect, it } from 'vitest'
import { compare } from './compare.ts'
import type { Engine } from './engines.ts'
import { table } from './report.ts'

/** An engine in a few lines: each run takes `milliseconds`, by its own account. */
function engine(name: string, milliseconds: number, tasks: Engine['tasks'] = () => true): Engine {
  const program = `
    console.log('ready')
    let runs = 0
    require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
      const times = Array.from({ length: Number(line) }, () => ${milliseconds} + runs++)
      console.log(JSON.stringify({ milliseconds: times, cpuMilliseconds: times.map((t) => 2 * t), peakMiB: 7, check: ${milliseconds} }))
    })`
  return { name, command: [process.execPath, '-e', program], environment: {}, tasks }
}

describe('compare', () => {
  it('lets the engines of a task take turns, and leaves out the runs that warm up', async () => {
    const turns: string[] = []
    const engines = [engine('native', 10), engine('PyTorch', 100), engine('elsewhere', 1, () => false)]
    const results = await compare('train', engines, 'inputs', {
      rounds: 3,
      runsPerRound: 2,
      onProgress: (text) => turns.push(text),
    })
    expect(turns.map((turn) => turn.split(', ')[1])).toEqual([
      'native',
      'PyTorch',
      'native',
      'PyTorch',
      'native',
      'PyTorch',
    ])
    // three runs warm up: the six that count take 13 to 18 ms
    expect(results[0]).toEqual({
      task: 'train',
      engine: 'native',
      milliseconds: { median: 15.5, low: 14.25, high: 16.75 },
      cpuMilliseconds: { median: 31, low: 28.5, high: 33.5 },
      peakMiB: 7,
      check: 10,
    })
    expect(results).toHaveLength(2)
    const rows = table('train', results).slice(-2)
    expect(rows[0]).toContain('| native | 31 (29..34) | 16 (14..17) | 0.15x | 7 | 10.0000 |')
    expect(rows[1]).toContain('| 1.00x |')
  })

  it('names an engine that does not start', async () => {
    const broken: Engine = { ...engine('broken', 1), command: [process.execPath, '-e', ''] }
    const run = compare('train', [broken], 'inputs', { rounds: 1, runsPerRound: 1, onProgress: () => undefined })
    await expect(run).rejects.toThrow('broken did not start')
  })
})
