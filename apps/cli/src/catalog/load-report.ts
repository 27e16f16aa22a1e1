import type { ImportSummary, OnProgress } from '@trifold/catalog'
import type { Progress } from '../terminal/index.ts'

/** Shows a bar while `load` runs. The size of a load is known only from its first report on. */
export async function withLoadProgress<T>(
  label: string,
  progress: Progress,
  load: (onProgress: OnProgress) => Promise<T>,
): Promise<T> {
  const bar = progress.start(label, 1)
  try {
    return await load(({ done, total, step }) => bar.update(total > 0 ? done / total : 0, step))
  } finally {
    bar.stop()
  }
}

/** "68,722 interactions, 9,308 new users, 6,710 new items; features: audio of 6,710 items, image of 6,710 items" */
export function describeLoad({ users, items, interactions, features }: ImportSummary): string {
  const number = (value: number) => value.toLocaleString('en-US')
  const vectors = Object.entries(features).map(([name, count]) => `${name} of ${number(count)} items`)
  const what = `${number(interactions)} interactions, ${number(users)} new users, ${number(items)} new items`
  return vectors.length > 0 ? `${what}; features: ${vectors.join(', ')}` : what
}
