import { rename, rm } from 'node:fs/promises'
import { fileError } from '@trifold/model/errors'

/** A file that appears under its name only when it is complete. */
export interface PartFile {
  /** Where to write meanwhile. */
  readonly path: string
  /** Gives the file its name, replacing an older one. */
  complete(): Promise<void>
  /** Removes what was written. */
  discard(): Promise<void>
}

export function partFile(path: string): PartFile {
  const part = `${path}.part`
  return {
    path: part,
    async complete() {
      await rename(part, path).catch((error: unknown) => {
        throw fileError(path, error)
      })
    },
    discard: () => rm(part, { force: true }),
  }
}
