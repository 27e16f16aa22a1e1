// Runs the kernels' own checks under sanitizers: `node packages/model/src/core/sanitize.mjs`. Address and undefined
// behaviour first, then data races. Needs g++ or clang++ with their sanitizer libraries; about two minutes.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { INSTRUCTION_SETS } from './sources.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const compiler = process.env.CXX ?? 'c++'
const COMMON = [
  '-std=c++17',
  '-O1',
  '-g',
  '-fno-math-errno',
  '-ffp-contract=fast',
  '-fno-omit-frame-pointer',
  '-Wno-psabi',
]
const RUNS = [
  ['address,undefined', ['-fsanitize=address,undefined', '-fno-sanitize-recover=all']],
  ['thread', ['-fsanitize=thread']],
]

/** Runs a program, and exits if it fails. */
function must(command, parameters) {
  const { status, error, signal } = spawnSync(command, parameters, { stdio: 'inherit', cwd: here })
  if (!error && status === 0) return
  console.error(`${command} failed: ${error?.message ?? signal ?? `exit ${status}`}`)
  process.exit(1)
}

const folder = mkdtempSync(join(tmpdir(), 'trifold-sanitize-'))
process.on('exit', () => rmSync(folder, { recursive: true }))
for (const [name, flags] of RUNS) {
  const objects = Object.entries(INSTRUCTION_SETS).map(([isa, isaFlags]) => {
    const object = join(folder, `${isa}.o`)
    must(compiler, [...COMMON, ...flags, ...isaFlags, `-DCORE_ISA=${isa}`, '-c', 'native/kernels.cpp', '-o', object])
    return object
  })
  const program = join(folder, 'check')
  const sources = ['check/check.cpp', 'native/isa.cpp', 'native/pool.cpp']
  must(compiler, [...COMMON, ...flags, '-pthread', ...sources, ...objects, '-o', program])
  console.log(`sanitizer: ${name}`)
  must(program, [])
}
