import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { PYTHON, hasPeers } from './engines.ts'

/** What the figures were measured on, without naming the machine. */
export interface Machine {
  readonly cores: number
  readonly model: string
  readonly instructions: string
  readonly memoryGiB: number
  readonly node: string
  /** Other work at the same time: processes wanting a core when the benchmark began. */
  readonly load: number
  readonly peers: string
}

export function machine(): Machine {
  return {
    cores: cpus().length,
    model: cpus()[0]?.model.trim() ?? 'unknown',
    instructions: instructions(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    load: loadavg()[0],
    peers: hasPeers() ? peerVersions() : 'not installed',
  }
}

function instructions(): string {
  if (process.platform !== 'linux' || process.arch !== 'x64') return process.arch
  const flags = /^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? ''
  return [['avx512f', 'AVX-512'], ['avx2', 'AVX2']].find(([flag]) => flags.includes(` ${flag}`))?.[1] ?? 'SSE2'
}

function peerVersions(): string {
  const script = `
import importlib.metadata as m
def version(name):
    try: return name + " " + m.version(name)
    except m.PackageNotFoundError: return name + " not installed"
print(", ".join(map(version, ["torch", "implicit", "lightfm"])))`
  return execFileSync(PYTHON, ['-c', script], { encoding: 'utf8' }).trim()
}
