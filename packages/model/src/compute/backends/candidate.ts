/** What a look at the machine says of a backend. */
export type Probe =
  { readonly usable: true; readonly detail: string } | { readonly usable: false; readonly why: string }

/** One way to run the computation. */
export interface Candidate {
  /** As `TRIFOLD_BACKEND` names it. */
  readonly name: string
  /** Looks whether this machine can run it, without changing anything; `wanted` when a person asked for it by name. */
  probe(wanted: boolean): Promise<Probe>
  /** Makes it the backend of `tf`. Called only after a probe found it usable. */
  use(): Promise<void>
}

/** A backend that cannot be used. */
export const unusable = (why: string): Probe => ({ usable: false, why })

/** A backend that can be used. */
export const usable = (detail: string): Probe => ({ usable: true, detail })

/** The first line of an error, for a sentence. */
export const reason = (error: unknown): string => String(error instanceof Error ? error.message : error).split('\n')[0]!
