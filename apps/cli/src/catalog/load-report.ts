import type { ImportSummary, OnProgress } from '@trifold/catalog'
import type { Progress } from './progress.ts'

/** A bar for a load whose size is known only when it tells of itself for the first time. */
export function loadProgress(label: string, progress: Progress): { show: OnProgress; stop(): void } {
  const bar = progress.start(label, 1)
  return {
    show: ({ done, total, step }) => bar.update(total > 0 ? done / total : 0, step),
    stop: () => bar.stop(),
  }
}

/** "68,722 interactions, 9,308 new users, 6,710 new items; features: audio of 6,710 items, image of 6,710 items" */
export function describeLoad({ users, items, interactions, features }: ImportSummary): string {
  const number = (value: number) => value.toLocaleString('en-US')
  const vectors = Object.entries(features).map(([name, count]) => `${name} of ${number(count)} items`)
  const what = `${number(interactions)} interactions, ${number(users)} new users, ${number(items)} new items`
  return vectors.length > 0 ? `${what}; features: ${vectors.join(', ')}` : what
}
