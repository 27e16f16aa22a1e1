import { execFileSync } from 'node:child_process'
import { loadavg } from 'node:os'
import { describeMachine, type Machine as Hardware } from '@trifold/experiments'
import { PYTHON, hasPeers } from './engines.ts'

/** What the figures were measured on, without naming the machine. */
export interface Machine extends Hardware {
  /** Other work at the same time: processes wanting a core when the benchmark began. */
  readonly load: number
  readonly peers: string
}

export function machine(): Machine {
  return {
    ...describeMachine(),
    load: loadavg()[0] ?? 0,
    peers: hasPeers() ? peerVersions() : 'not installed',
  }
}

function peerVersions(): string {
  const script = `
import importlib.metadata as m
def version(name):
    try: return name + " " + m.version(name)
    except m.PackageNotFoundError: return name + " not installed"
print(", ".join(map(version, ["torch", "implicit", "usearch", "lightfm"])))`
  return execFileSync(PYTHON, ['-c', script], { encoding: 'utf8' }).trim()
}
