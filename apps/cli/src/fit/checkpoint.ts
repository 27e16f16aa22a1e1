import type { CheckpointOptions } from '@trifold/model'
import { userPath } from '../user-path.ts'

export interface KeptRun {
  readonly options: CheckpointOptions
  /** A line for whoever breaks the run off: what is kept, and how to go on. */
  farewell(): string
}

/** Keeps a run in a folder and says on standard error where it goes on from. */
export function checkpointIn(dir: string): KeptRun {
  let kept = 0
  return {
    options: {
      dir: userPath(dir),
      onResume({ epoch, epochs }) {
        kept = epoch
        process.stderr.write(`Resuming after epoch ${epoch} of ${epochs}, kept in ${dir}\n`)
      },
      onWritten: (epoch) => (kept = epoch),
    },
    farewell: () =>
      kept > 0
        ? `Epoch ${kept} is kept in ${dir}: the same command goes on from there.\n`
        : `No epoch was finished, so there is nothing to go on from in ${dir}.\n`,
  }
}
