import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { groupOf, keyOf, slugOf } from './plan.ts'
import { markdown, percentOf, summarize, textBetween, totalOf } from './report.ts'
import { drawFor } from './sample.mjs'

const at = (line: number, from: number, to: number) => ({ start: { line, column: from }, end: { line, column: to } })
const source = 'const a = b < c\nconst d = true\n'
const report = {
  files: {
    'src/a.ts': {
      source,
      mutants: [
        { mutatorName: 'EqualityOperator', replacement: 'b <= c', status: 'Survived', location: at(1, 11, 16) },
        { mutatorName: 'BooleanLiteral', replacement: 'false', status: 'NoCoverage', location: at(2, 11, 15) },
        { mutatorName: 'EqualityOperator', replacement: 'b >= c', status: 'Killed', location: at(1, 11, 16) },
        { mutatorName: 'ConditionalExpression', replacement: 'true', status: 'Timeout', location: at(1, 11, 16) },
        { mutatorName: 'StringLiteral', replacement: '""', status: 'Ignored', location: at(1, 1, 2) },
        { mutatorName: 'StringLiteral', replacement: '""', status: 'CompileError', location: at(1, 1, 2) },
      ],
    },
  },
}

describe('summarize', () => {
  const result = summarize('src', report)

  it('counts a mutant that runs for ever as killed, and leaves out what could not run', () => {
    expect(result.files).toEqual([{ name: 'src/a.ts', killed: 2, survived: 1, uncovered: 1, left: 2 }])
    expect(percentOf(result.files[0]!)).toBe(50)
    expect(percentOf({ killed: 0, survived: 0, uncovered: 0 })).toBe(100)
    expect(totalOf('all', [...result.files, ...result.files])).toEqual({
      name: 'all',
      killed: 4,
      survived: 2,
      uncovered: 2,
      left: 4,
    })
  })

  it('names each survivor with the code before and after', () => {
    expect(result.survivors).toEqual([
      {
        file: 'src/a.ts',
        line: 1,
        column: 11,
        mutator: 'EqualityOperator',
        original: 'b < c',
        replacement: 'b <= c',
        uncovered: false,
      },
      expect.objectContaining({ line: 2, original: 'true', replacement: 'false', uncovered: true }),
    ])
    const text = markdown([result], 'npm run mutation')
    expect(text).toContain('| **src** | 2 | 1 | 1 | 50.0 % |\n| **all** | 2 | 1 | 1 | 50.0 % |')
    expect(text).toContain('| src/a.ts:1:11 | `b < c` | `b <= c` | EqualityOperator |')
  })
})

describe('textBetween', () => {
  it('cuts one line and several', () => {
    expect(textBetween(source, { line: 2, column: 7 }, { line: 2, column: 8 })).toBe('d')
    expect(textBetween(source, { line: 1, column: 7 }, { line: 2, column: 6 })).toBe('a = b < c\nconst')
  })
})

describe('a group', () => {
  let root: string
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'trifold mutation '))
    mkdirSync(join(root, 'packages/model/src/serve/testing'), { recursive: true })
    for (const name of ['b.ts', 'a.ts', 'a.test.ts', 'index.ts', 'testing/help.ts']) {
      writeFileSync(join(root, 'packages/model/src/serve', name), `// ${name}`)
    }
  })
  afterAll(() => rmSync(root, { recursive: true }))

  it('has the sources below a folder, without tests and indexes', () => {
    expect(groupOf(root, 'packages/model/src/serve', 'folder')).toEqual({
      target: 'packages/model/src/serve',
      files: ['packages/model/src/serve/a.ts', 'packages/model/src/serve/b.ts'],
      tests: ['packages/model/src/serve/**/*.test.ts'],
    })
    const file = groupOf(root, 'packages/model/src/serve/a.ts', 'package')
    expect(file.tests).toEqual(['packages/model/src/**/*.test.{ts,tsx}'])
    expect(file.files).toEqual(['packages/model/src/serve/a.ts'])
    expect(slugOf(file.target)).toBe('packages-model-src-serve-a')
    expect(() => groupOf(root, 'packages/none', 'folder')).toThrow('There is no packages/none.')
    expect(() => groupOf(root, 'packages/model/src/serve/testing', 'folder')).not.toThrow()
  })

  it('has another key when a source or an option changes', () => {
    const group = groupOf(root, 'packages/model/src/serve', 'folder')
    const key = keyOf(root, group, { seed: 1 })
    expect(keyOf(root, group, { seed: 1 })).toBe(key)
    expect(keyOf(root, group, { seed: 2 })).not.toBe(key)
    writeFileSync(join(root, 'packages/model/src/serve/a.ts'), '// changed')
    expect(keyOf(root, group, { seed: 1 })).not.toBe(key)
  })
})

describe('drawFor', () => {
  it('is uniform, and the same for the same seed', () => {
    const draws = Array.from({ length: 2000 }, (_, n) => drawFor(`statement ${n}`, n, 1))
    expect(draws.filter((draw) => draw < 0.3).length / 2000).toBeCloseTo(0.3, 1)
    expect(draws.every((draw) => draw >= 0 && draw < 1)).toBe(true)
    expect(drawFor('a', 1, 1)).toBe(drawFor('a', 1, 1))
    expect(new Set([drawFor('a', 1, 1), drawFor('a', 1, 2), drawFor('a', 2, 1), drawFor('b', 1, 1)]).size).toBe(4)
  })
})
