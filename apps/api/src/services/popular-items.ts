import type { Platform } from '../context.ts'
import type { Candidate } from './available-items.ts'

/** What is popular, less what is excluded, as a ranking. */
export async function rankPopular(
  platform: Pick<Platform, 'popularity'>,
  excluded: ReadonlySet<number>,
): Promise<(count: number) => Candidate[]> {
  const { items, scores } = await platform.popularity.list()
  return (count) => {
    const ranked: Candidate[] = []
    for (let n = 0; n < items.length && ranked.length < count; n++) {
      if (!excluded.has(items[n])) ranked.push({ itemId: items[n], score: scores[n] })
    }
    return ranked
  }
}
