import { UserFacingError } from '../errors.ts'
import type { Candidate } from './backends/candidate.ts'
import { coreNative, coreWasm } from './backends/core.ts'
import { cpu } from './backends/cpu.ts'
import { tensorflow } from './backends/tensorflow.ts'
import { webgpu } from './backends/webgpu.ts'

/** One way to run the computation, and whether this machine can. */
export interface BackendChoice {
  readonly name: string
  /** What it is here: the card, the instruction set, the threads. Absent where it cannot be used. */
  readonly detail?: string
  /** Why it cannot be used here. */
  readonly why?: string
}

/** What runs, and why nothing better does. */
export interface BackendReport {
  readonly name: string
  readonly detail: string
  readonly rejected: readonly { readonly name: string; readonly why: string }[]
  /** All of it in one line, for the log and the record of a run. */
  readonly line: string
}

/** In order of preference. */
const CANDIDATES: readonly Candidate[] = [tensorflow, webgpu, coreNative, coreWasm, cpu]

/** Every backend in order of preference, with what it is here or why it cannot be used. */
export async function listBackends(): Promise<BackendChoice[]> {
  return Promise.all(
    CANDIDATES.map(async ({ name, probe }) => {
      const found = await probe(false)
      return found.usable ? { name, detail: found.detail } : { name, why: found.why }
    }),
  )
}

/**
 * Chooses what runs the computation and makes it the backend of `tf`: TensorFlow with a CUDA card, else WebGPU with a
 * card, else the compute core as an addon, else as WebAssembly, else plain JavaScript.
 * @param wanted a backend by name; by default `TRIFOLD_BACKEND`, else the best that works here
 * @throws UserFacingError when the wanted backend does not exist or cannot be used here
 */
export async function selectBackend(wanted: string | undefined = process.env.TRIFOLD_BACKEND): Promise<BackendReport> {
  if (wanted) return useWanted(wanted)
  const rejected: { name: string; why: string }[] = []
  for (const candidate of CANDIDATES) {
    const found = await candidate.probe(false)
    if (found.usable) return use(candidate, found.detail, rejected)
    rejected.push({ name: candidate.name, why: found.why })
  }
  throw new Error('the cpu backend is always usable')
}

/**
 * What decides the bits of a result: the backend and its instruction set or card. Threads do not: the core's kernels add
 * up in the same order however many there are.
 */
export function arithmeticOf({ name, detail }: BackendReport): string {
  return `${name} (${detail.replace(/, \d+ threads?$/, '')})`
}

async function useWanted(wanted: string): Promise<BackendReport> {
  const candidate = CANDIDATES.find(({ name }) => name === wanted)
  if (!candidate) {
    const names = CANDIDATES.map(({ name }) => name).join(', ')
    throw new UserFacingError(`There is no backend "${wanted}"; TRIFOLD_BACKEND may be one of ${names}.`)
  }
  const found = await candidate.probe(true)
  if (!found.usable) throw new UserFacingError(`The backend ${wanted} cannot be used here: ${found.why}.`)
  return use(candidate, found.detail, [])
}

async function use(
  { name, use }: Candidate,
  detail: string,
  rejected: readonly { name: string; why: string }[],
): Promise<BackendReport> {
  await use()
  const reasons = rejected.map((other) => `${other.name}: ${other.why}`).join('; ')
  return { name, detail, rejected, line: `${name} (${detail})${reasons && `; not ${reasons}`}` }
}
