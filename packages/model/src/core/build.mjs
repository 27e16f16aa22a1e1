// Builds the native addon of the compute core, if there is a C++ compiler: `node build.mjs [--verbose] [--force]`.
// Run at install. Prints one line and always exits 0: without a compiler the WebAssembly build of the same kernels runs.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hashOfSources, INSTRUCTION_SETS } from './sources.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const outputFolder = join(here, '..', '..', 'build')
const addon = join(outputFolder, 'core.node')
const verbose = process.argv.includes('--verbose')

const COMPILE = [
  '-O3',
  '-std=c++17',
  '-fPIC',
  '-fvisibility=hidden',
  '-fno-math-errno',
  '-ffp-contract=fast',
  '-Wall',
  '-Wextra',
  ...(process.arch === 'arm64' || process.arch === 'x64' ? [] : ['-Wno-psabi']),
]
// Node contains symbols of many libraries: the addon must not export its own or bind to theirs.
const LINK =
  process.platform === 'darwin'
    ? ['-bundle', '-undefined', 'dynamic_lookup']
    : ['-shared', '-pthread', '-Wl,-Bsymbolic', '-Wl,--as-needed']

function main() {
  if (process.platform === 'win32') return 'not built on Windows'
  const stamp = stampOf()
  const stampFile = join(outputFolder, 'core.stamp')
  if (!process.argv.includes('--force') && existsSync(addon) && existsSync(stampFile)) {
    if (readFileSync(stampFile, 'utf8') === stamp) return 'up to date'
  }
  const compilers = process.env.CXX ? [process.env.CXX] : ['c++', 'g++', 'clang++']
  const compiler = compilers.find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0)
  if (!compiler) return `no C++ compiler (${compilers.join(', ')})`

  mkdirSync(outputFolder, { recursive: true })
  const scratch = mkdtempSync(join(outputFolder, 'compile-'))
  try {
    const failed = compile(compiler, scratch)
    if (failed) return failed
    renameSync(join(scratch, 'core.node'), addon) // a process that has loaded the old addon keeps it
    writeFileSync(stampFile, stamp)
    return `built with ${compiler}`
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** Sources, flags and platform in one hash. If it changes, the addon is built again. */
function stampOf() {
  const made = [process.platform, process.arch, process.env.CXX, INSTRUCTION_SETS, COMPILE, LINK, hashOfSources()]
  return createHash('sha256')
    .update(JSON.stringify(made))
    .update(readFileSync(fileURLToPath(import.meta.url)))
    .digest('hex')
}

function compile(compiler, scratch) {
  const headers = createRequire(import.meta.url)('node-api-headers').include_dir
  const objects = []
  const jobs = [
    ...Object.entries(INSTRUCTION_SETS).map(([name, flags]) => ['kernels.cpp', name, [`-DCORE_ISA=${name}`, ...flags]]),
    ...['addon', 'isa', 'pool'].map((name) => [
      `${name}.cpp`,
      name,
      ['-I', headers, '-pthread', `-DCORE_SOURCES="${hashOfSources()}"`],
    ]),
  ]
  for (const [source, name, flags] of jobs) {
    const object = join(scratch, `${name}.o`)
    const failed = run(compiler, [...COMPILE, ...flags, '-c', join(here, 'native', source), '-o', object])
    if (failed) return failed
    objects.push(object)
  }
  return run(compiler, [...objects, ...LINK, '-o', join(scratch, 'core.node')])
}

function run(compiler, parameters) {
  const { status, error, stderr } = spawnSync(compiler, parameters, { encoding: 'utf8', timeout: 300_000 })
  if (verbose && stderr) process.stderr.write(stderr)
  if (!error && status === 0) return null
  const reason = error?.message ?? stderr.split('\n').find((line) => line.includes('error')) ?? `exit ${status}`
  return `${compiler} failed: ${reason.trim()}`
}

try {
  console.log(`compute core: native addon ${main()}`)
} catch (error) {
  console.log(`compute core: native addon not built: ${error.message}`)
}
