import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'

/** Whether this machine can run a backend. */
export type Probe =
  { readonly usable: true; readonly detail: string } | { readonly usable: false; readonly why: string }

/** One way to run the computation. */
export interface Candidate {
  /** As `TRIFOLD_BACKEND` names it. */
  readonly name: string
  /** Finds out whether this machine can run it, and changes nothing. @param requested whether a user named it */
  probe(requested: boolean): Promise<Probe>
  /** Makes it the backend of `tf`. Call it only after a probe that answered usable. */
  use(): Promise<void>
}

/** A backend that cannot be used. */
export const unusable = (why: string): Probe => ({ usable: false, why })

/** A backend that can be used. */
export const usable = (detail: string): Probe => ({ usable: true, detail })

/** The first line of an error, for a sentence. */
export const reason = (error: unknown): string => String(error instanceof Error ? error.message : error).split('\n')[0]!

/** Whether Linux lists a graphics device; always true elsewhere. It saves most servers the start of a probe process. */
export function hasGraphicsDevice(): boolean {
  if (process.platform !== 'linux') return true
  const isCard = (name: string) => /^nvidia\d+$|^dxg$|^kgsl/.test(name)
  return listed('/dev').some(isCard) || listed('/dev/dri').some((name) => name.startsWith('renderD'))
}

/** Whether Linux, or Linux in Windows, lists a card that may have CUDA. */
export function hasCudaDevice(): boolean {
  return listed('/dev').some((name) => /^nvidia\d+$|^dxg$/.test(name))
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** The answer of a probe process, or how it ended without one. */
export type ProbeAnswer<T> = { readonly answer: T } | { readonly ended: string }

/**
 * Runs a plain JavaScript program that prints one line of JSON. It is a process of its own because a device's library may
 * write to the terminal from C++, keep memory, or crash.
 */
export function runProbe<T>(program: string, parameters: readonly string[], milliseconds: number) {
  return new Promise<ProbeAnswer<T>>((resolve) => {
    const probe = spawn(process.execPath, [program, ...parameters], {
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: milliseconds,
      killSignal: 'SIGKILL',
    })
    let text = ''
    probe.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    probe.on('error', (error) => resolve({ ended: error.message }))
    probe.on('close', (status, signal) =>
      resolve(status === 0 ? { answer: JSON.parse(text) as T } : { ended: signal ?? `status ${status}` }),
    )
  })
}
