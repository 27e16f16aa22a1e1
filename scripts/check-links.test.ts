import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkLinks } from './check-links.mjs'

const WHOLE = {
  'README.md': '# Top\n\nSee [the model](docs/model.md#2-the-objective), ![a plot](docs/plot.svg) and `src/add.ts`.\n',
  'docs/model.md':
    '# Model\n\n## 1. Notation\n\n## 2. The objective\n\nBack to [the top](../README.md#top), [here](#model).\n',
  'docs/plot.svg': '<svg/>',
  'docs/decisions/0038-fewer-passes.md': '# 0038: Fewer passes\n',
  'packages/model/src/add.ts':
    '// As decision 38 and docs/model.md section 2 say; see add.ts.\nexport const name = "gone.ts"\n',
}

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'trifold-links-'))
})
afterEach(() => {
  rmSync(root, { recursive: true })
})

/** What the check finds in a repository of these files; a null leaves one of the whole out. */
function faultsOf(changes: Record<string, string | null> = {}): string[] {
  const files = Object.entries({ ...WHOLE, ...changes }).filter((entry): entry is [string, string] => entry[1] !== null)
  for (const [file, text] of files) {
    mkdirSync(join(root, dirname(file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  return checkLinks(
    root,
    files.map(([file]) => file),
  )
}

/** The faults of one Markdown file, or of one source file. */
const ofText = (text: string) => faultsOf({ 'NOTES.md': text })
const ofSource = (text: string, file = 'packages/model/src/other.ts') => faultsOf({ [file]: text })

describe('checkLinks', () => {
  it('finds nothing where everything is there', () => {
    expect(faultsOf()).toEqual([])
  })

  it('names the place of a link whose file is gone', () => {
    expect(faultsOf({ 'docs/plot.svg': null })).toEqual(['README.md:3: the link "docs/plot.svg" leads nowhere.'])
  })

  it('finds links of every form, and only links', () => {
    expect(ofText('[a](gone.md "title") and [![b](gone.svg)](gone)')).toHaveLength(3)
    expect(ofText('[a]: gone.txt\n\n<img src="gone.webp">')).toHaveLength(2)
    expect(ofText('```\n[a](gone.txt)\n```\n`[b](gone.txt)` and [c](https://example.org/gone)')).toEqual([])
    expect(ofText('[a folder](docs), [itself](#notes)\n\n# Notes')).toEqual([])
  })

  it('finds an anchor that no heading makes', () => {
    expect(ofText('[a](docs/model.md#the-objective)')).toEqual([
      'NOTES.md:1: docs/model.md has no heading for the link "docs/model.md#the-objective".',
    ])
    expect(ofText('# Of `code`, twice\n# Of code twice\n[a](#of-code-twice-1)')).toEqual([])
    expect(ofText('```\n# No heading\n```\n[a](#no-heading)')).toHaveLength(1)
  })

  it('finds a file, a decision and a section that a comment names and that is not there', () => {
    expect(ofSource('/**\n * As docs/gone.md and\n * `gone.ts` say (decisions\n * 38, 39 and 40).\n */')).toEqual([
      'packages/model/src/other.ts:2: there is no file "docs/gone.md".',
      'packages/model/src/other.ts:3: there is no file "gone.ts".',
      'packages/model/src/other.ts:3: there is no decision 39.',
      'packages/model/src/other.ts:3: there is no decision 40.',
    ])
    expect(ofSource('// docs/model.md sections 1 and 3')).toEqual([
      'packages/model/src/other.ts:1: docs/model.md has no section 3.',
    ])
    expect(ofSource('# decision 7', 'compose.yaml')).toEqual(['compose.yaml:1: there is no decision 7.'])
  })

  it('finds a folder of the repository that a comment names and that is not there', () => {
    expect(ofSource('// see packages/model/src and packages/model/lib')).toEqual([
      'packages/model/src/other.ts:1: there is no file "packages/model/lib".',
    ])
  })

  it('finds a file by the end of its path, in whole names only', () => {
    expect(ofSource('// src/add.ts and model/src/add.ts')).toEqual([])
    expect(ofSource('// odel/src/add.ts and lib/add.ts')).toHaveLength(2)
  })

  it('takes no string for a comment, no placeholder and no output for a file', () => {
    expect(ofSource("const a = 'docs/gone.md', b = `// gone.ts`, c = 'https://x.org' // add.ts")).toEqual([])
    expect(ofSource('// OUT/NAME.md, schema/<noun>.ts, dist/main.mjs, Node.js')).toEqual([])
  })

  it('takes a star for any part of a name, of at least one file', () => {
    expect(ofSource('// packages/*/src/*.ts and docs/decisions/0038-*.md')).toEqual([])
    expect(ofSource('// packages/*/lib/*.ts')).toHaveLength(1)
  })
})
