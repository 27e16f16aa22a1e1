import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Experiment, Outcome } from './experiment.ts'
import { writeOutcome } from './write.ts'

let dir: string
beforeEach(async () => (dir = await mkdtemp(join(tmpdir(), 'trifold-write-'))))
afterEach(async () => rm(dir, { recursive: true }))

const outcome: Outcome = {
  tables: [{ title: 'Table', columns: ['', 'a'], rows: [['b | c', '1']], notes: ['A note.'] }],
  sections: [{ title: 'Settings', text: 'All defaults.' }],
  plot: '<svg/>',
  data: { figure: 1 },
  files: { 'settings.json': '{}' },
}
const experiment: Experiment = {
  on: 'synthetic',
  name: 'trial',
  summary: 'Whether it works.',
  help: '',
  basesFor: () => [],
  run: () => Promise.resolve(outcome),
}
const about = { seeds: [1, 2], command: 'trifold experiment trial', trifold: '1.2.3' }

describe('writeOutcome', () => {
  it('writes tables, then sections, then the plot and the command', async () => {
    const { markdown } = await writeOutcome(join(dir, 'out'), experiment, outcome, about)
    const [start, end] = markdown.split('Command: ')
    expect(start).toBe(
      [
        '# trial',
        '',
        'Whether it works.',
        '',
        '## Table',
        '',
        '|  | a |',
        '| :-- | --: |',
        '| b \\| c | 1 |',
        '',
        'A note.',
        '',
        '## Settings',
        '',
        'All defaults.',
        '',
        '![Whether it works.](trial.svg)',
        '',
        '',
      ].join('\n'),
    )
    expect(end).toMatch(/^`trifold experiment trial`\. Seeds 1, 2, Trifold 1\.2\.3, Node /)
  })

  it('writes the figures and the files of the experiment beside it', async () => {
    const { files, markdown } = await writeOutcome(join(dir, 'out'), experiment, outcome, about)
    expect((await readdir(join(dir, 'out'))).sort()).toEqual([
      'trial.json',
      'trial.md',
      'trial.settings.json',
      'trial.svg',
    ])
    expect(files).toHaveLength(4)
    expect(await readFile(join(dir, 'out', 'trial.md'), 'utf8')).toBe(markdown)
    const json: unknown = JSON.parse(await readFile(join(dir, 'out', 'trial.json'), 'utf8'))
    expect(json).toMatchObject({ experiment: 'trial', seeds: [1, 2], data: { figure: 1 }, tables: outcome.tables })
  })
})
