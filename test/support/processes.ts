import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'

export interface Seen {
  pid: number
  command: string
}

/** Processes whose command line or environment names `needle` (Linux; elsewhere from `ps`, command lines only). */
export function processesOf(needle: string): Seen[] {
  if (process.platform !== 'linux') {
    return execFileSync('ps', ['-axo', 'pid=,command='], { encoding: 'utf8' })
      .split('\n')
      .map((line) => /^\s*(\d+)\s+(.*)$/.exec(line))
      .flatMap((match) => {
        const [, pid, command = ''] = match ?? []
        return command.includes(needle) ? [{ pid: Number(pid), command }] : []
      })
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ')
        const environment = readFileSync(`/proc/${name}/environ`, 'utf8')
        return command && (command.includes(needle) || environment.includes(needle))
          ? [{ pid: Number(name), command }]
          : []
      } catch {
        return [] // it ended meanwhile, or belongs to another user
      }
    })
}

/** The one process of the stack on `dataDir` whose command line contains `entry`. */
export function processRunning(dataDir: string, entry: string): Seen {
  const found = processesOf(dataDir).filter(({ command }) => command.includes(entry))
  const [only] = found
  if (!only || found.length > 1) throw new Error(`Expected one process running ${entry}, saw ${JSON.stringify(found)}`)
  return only
}
