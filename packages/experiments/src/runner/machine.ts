import { readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'

/** The machine of a measurement, without its name. */
export interface Machine {
  readonly cores: number
  readonly model: string
  readonly instructions: string
  readonly memoryGiB: number
  readonly node: string
}

export function describeMachine(): Machine {
  return {
    cores: cpus().length,
    model: cpus()[0]?.model.trim() ?? 'unknown',
    instructions: instructions(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  }
}

function instructions(): string {
  if (process.platform !== 'linux' || process.arch !== 'x64') return process.arch
  const flags = /^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? ''
  return (
    [
      ['avx512f', 'AVX-512'],
      ['avx2', 'AVX2'],
    ].find(([flag]) => flags.includes(` ${flag}`))?.[1] ?? 'SSE2'
  )
}
