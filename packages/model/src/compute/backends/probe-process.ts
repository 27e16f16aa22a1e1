import { spawn } from 'node:child_process'

/** What a probing program left: its answer, or how it ended without one. */
export type ProbeAnswer<T> = { readonly answer: T } | { readonly ended: string }

/**
 * Runs a plain JavaScript program that prints one line of JSON, in a process of its own: a device's library may write to
 * the terminal from C++, keep memory, or take the process down.
 */
export function askProcess<T>(program: string, parameters: readonly string[], milliseconds: number) {
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
