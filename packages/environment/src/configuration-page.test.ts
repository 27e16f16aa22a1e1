import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { configurationPage } from './configuration-page.ts'
import { cloneDirectory } from './paths.ts'
import { VARIABLE_NAMES } from './variables.ts'

const ROOT = cloneDirectory()
const SOURCE = /\.(ts|tsx|mjs)$/
const TEST = /\.test\.tsx?$|\/testing\//
const IGNORED = new Set(['node_modules', 'generated', '.next', 'build', 'dist', '.data', '.venv', '.tensorflow'])

/** Variables of other programs, which Trifold only passes on or sets. */
const FOREIGN = new Set([
  'PATH',
  'npm_execpath',
  'npm_config_cache',
  'TF_CPP_MIN_LOG_LEVEL', // TensorFlow's own
  'TF_FORCE_GPU_ALLOW_GROWTH',
  'HF_TOKEN', // Hugging Face's own
])

/** Files that may read a variable themselves, with the reason. The model is a library and reads its own three. */
const READERS = new Map([
  ['packages/environment/src/processes.ts', 'reads for the processes'],
  ['packages/environment/src/paths.ts', 'resolves paths'],
  ['apps/api/src/server.ts', 'default of an option that main.ts passes'],
  ['apps/web/next.config.ts', 'Next.js calls it; receives TRIFOLD_WEB_BUILD from server.ts'],
  ['apps/web/server.ts', 'sets TRIFOLD_WEB_BUILD'],
])

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return IGNORED.has(entry.name) ? [] : sourceFiles(path)
    return SOURCE.test(entry.name) ? [path] : []
  })
}

const files = ['apps', 'packages', 'bench', 'demo', 'prisma', 'scripts', 'test']
  .flatMap((folder) => sourceFiles(join(ROOT, folder)))
  .concat(join(ROOT, 'prisma.config.ts'))
  .map((path) => ({ name: relative(ROOT, path), text: readFileSync(path, 'utf8') }))
  .filter(({ name }) => name !== 'packages/environment/src/variables.ts')

/** Names that a text reads as process.env.NAME, process.env['NAME'] or `const { NAME } = process.env`. */
function variablesRead(text: string): string[] {
  const direct = [...text.matchAll(/process\.env(?:\.|\[['"])([A-Za-z_][A-Za-z0-9_]*)/g)].map(([, name]) => name ?? '')
  const destructured = [...text.matchAll(/\{([^{}]*)\}\s*=\s*process\.env\b/g)].flatMap(([, names = '']) =>
    names.split(',').map((name) => (name.split(/[:=]/)[0] ?? '').trim()),
  )
  return [...direct, ...destructured].filter(Boolean)
}

describe('docs/configuration.md', () => {
  it('is what the schema says (npm run docs:configuration writes it)', () => {
    expect(readFileSync(join(ROOT, 'docs', 'configuration.md'), 'utf8')).toBe(configurationPage())
  })

  it('names every variable that the source reads', () => {
    const known = new Set<string>([...VARIABLE_NAMES, ...FOREIGN])
    const unknown = files
      .filter(({ name }) => !TEST.test(name))
      .flatMap(({ name, text }) => variablesRead(text).map((variable) => ({ name, variable })))
      .filter(({ variable }) => !known.has(variable))
    expect(unknown).toEqual([])
  })

  it('names no variable that nothing reads', () => {
    const text = files.map(({ text }) => text).join('\n')
    expect(VARIABLE_NAMES.filter((name) => !new RegExp(`\\b${name}\\b`).test(text))).toEqual([])
  })

  it('lists every file of the product that reads the environment', () => {
    const product = /^(apps\/[^/]+\/(src\/|[^/]+\.ts$)|packages\/(environment|catalog|encode)\/src\/(?!migrate))/
    const own = new Set<string>(VARIABLE_NAMES)
    const reading = files
      .filter(({ name }) => product.test(name) && !TEST.test(name) && !/codegen\.ts$/.test(name))
      .filter(({ text }) => variablesRead(text).some((name) => own.has(name)))
      .map(({ name }) => name)
    expect(reading.filter((name) => !READERS.has(name))).toEqual([])
  })
})

describe('variablesRead', () => {
  it('finds every way to read a variable', () => {
    const text = "process.env.A; process.env['B']; const { C, D: d, E = '1' } = process.env; env.F; process.env[name]"
    expect(variablesRead(text)).toEqual(['A', 'B', 'C', 'D', 'E'])
  })
})
