import { userPath } from '@trifold/environment'
import type { CheckpointOptions, FitProgress } from '@trifold/model'
import type { Progress } from '../terminal/index.ts'

/** What a training prints on standard error while it runs. */
export interface TrainingProgress {
  epoch(progress: FitProgress): void
  /** @param share of a closed-form solution that is computed, from 0 to 1 */
  solving(share: number): void
  stop(): void
}

/** One bar on a terminal, else one line an epoch. */
export function trainingProgress(stream: NodeJS.WriteStream, progress: Progress): TrainingProgress {
  let bar: ReturnType<Progress['start']> | undefined
  const solving = (share: number) => (bar ??= progress.start('Solving', 1)).update(share)
  if (!stream.isTTY) {
    return { epoch: (epoch) => void stream.write(`${epochLine(epoch)}\n`), solving, stop: () => bar?.stop() }
  }
  return {
    solving,
    epoch(epoch) {
      bar ??= progress.start('Training', epoch.epochs)
      bar.update(epoch.epoch, epochLine(epoch))
    },
    stop: () => bar?.stop(),
  }
}

/** `epoch 3/200  loss 0.5121  valid recall@20 0.0431  ndcg@20 0.0187 (best 0.0190 in epoch 2)  1.24 s` */
export function epochLine({ epoch, epochs, loss, seconds, valid, best }: FitProgress): string {
  const parts = [`epoch ${epoch}/${epochs}`, `loss ${loss.toFixed(4)}`]
  if (valid) parts.push(`valid recall@20 ${valid.recall20.toFixed(4)}`, `ndcg@20 ${valid.ndcg20.toFixed(4)}`)
  if (best) parts[parts.length - 1] += ` (best ${best.ndcg20.toFixed(4)} in epoch ${best.epoch})`
  return [...parts, `${seconds.toFixed(2)} s`].join('  ')
}

/** A training that can be continued. */
export interface CheckpointedRun {
  readonly options: CheckpointOptions
  /** For a user who interrupts the training: what is saved, and how to continue. */
  interruptedNote(): string
}

/** Saves the state of a training in a folder and prints on standard error where it resumes. */
export function checkpointIn(dir: string): CheckpointedRun {
  let saved = 0
  return {
    options: {
      dir: userPath(dir),
      onResume({ epoch, epochs }) {
        saved = epoch
        process.stderr.write(`Resuming after epoch ${epoch} of ${epochs}, saved in ${dir}\n`)
      },
      onWritten: (epoch) => (saved = epoch),
    },
    interruptedNote: () =>
      saved > 0
        ? `Epoch ${saved} is saved in ${dir}: the same command continues from there.\n`
        : `No epoch was finished, so ${dir} holds nothing to continue from.\n`,
  }
}
