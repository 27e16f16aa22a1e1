import type { FitProgress } from '@trifold/model'
import type { Progress } from '../progress.ts'

export interface Epochs {
  show(progress: FitProgress): void
  /** @param share of a closed form that is worked out, from 0 to 1 */
  solve(share: number): void
  stop(): void
}

/** Training as it goes, on standard error: one bar on a terminal, else one line an epoch. */
export function epochsOn(stream: NodeJS.WriteStream, progress: Progress): Epochs {
  let bar: ReturnType<Progress['start']> | undefined
  const solve = (share: number) => (bar ??= progress.start('Solving', 1)).update(share)
  if (!stream.isTTY) {
    return { show: (epoch) => void stream.write(`${epochLine(epoch)}\n`), solve, stop: () => bar?.stop() }
  }
  return {
    solve,
    show(epoch) {
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
