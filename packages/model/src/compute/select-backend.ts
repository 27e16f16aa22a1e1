import { UserFacingError } from '../errors.ts'
import * as tf from './tf.ts'

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

/** Every backend in order of preference, with what it is here or why it cannot be used. */
export async function listBackends(): Promise<BackendChoice[]> {
  return [{ name: 'cpu', detail: 'plain TypeScript' }]
}

/**
 * Chooses what runs the computation and makes it the backend of `tf`.
 * @param wanted a backend by name; by default `TRIFOLD_BACKEND`, else the best that works here
 * @throws UserFacingError when the wanted backend does not exist or cannot be used here
 */
export async function selectBackend(wanted = process.env.TRIFOLD_BACKEND): Promise<BackendReport> {
  const choices = await listBackends()
  const chosen = choices.find((choice) => choice.detail !== undefined && (!wanted || choice.name === wanted))
  if (!chosen) throw new UserFacingError(`Backend "${wanted}" cannot be used here.`)
  await tf.setBackend(chosen.name)
  return { name: chosen.name, detail: chosen.detail ?? '', rejected: [], line: `${chosen.name} (${chosen.detail})` }
}
