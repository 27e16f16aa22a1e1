import { UserFacingError } from '../errors.ts'
import { coreNative, coreWasm, cpu } from './backends/host.ts'
import type { Candidate } from './backends/probe.ts'
import { tensorflow } from './backends/tensorflow.ts'
import { webgpu } from './backends/webgpu.ts'

/** One way to run the computation, and whether this machine can. */
export interface BackendChoice {
  readonly name: string
  /** The card, the instruction set, the threads. Absent if it cannot be used here. */
  readonly detail?: string
  /** Why it cannot be used here. */
  readonly why?: string
}

/** The backend in use, and why the preferred ones are not. */
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
 * @param requested name of a backend; default: `TRIFOLD_BACKEND`, else the best that works here
 * @throws UserFacingError if the requested backend does not exist or cannot be used here
 */
export async function selectBackend(
  requested: string | undefined = process.env.TRIFOLD_BACKEND,
): Promise<BackendReport> {
  if (requested) return useRequested(requested)
  const rejected: { name: string; why: string }[] = []
  for (const candidate of CANDIDATES) {
    const found = await candidate.probe(false)
    if (found.usable) return use(candidate, found.detail, rejected)
    rejected.push({ name: candidate.name, why: found.why })
  }
  throw new Error('the cpu backend is always usable')
}

/**
 * What determines the bits of a result: the backend and its instruction set or card. The number of threads does not,
 * because kernels add in an order that is independent of it.
 */
export function arithmeticOf({ name, detail }: BackendReport): string {
  return `${name} (${detail.replace(/, \d+ threads?$/, '')})`
}

async function useRequested(requested: string): Promise<BackendReport> {
  const candidate = CANDIDATES.find(({ name }) => name === requested)
  if (!candidate) {
    const names = CANDIDATES.map(({ name }) => name).join(', ')
    throw new UserFacingError(`There is no backend "${requested}"; TRIFOLD_BACKEND may be one of ${names}.`)
  }
  const found = await candidate.probe(true)
  if (!found.usable) throw new UserFacingError(`The backend ${requested} cannot be used here: ${found.why}.`)
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
