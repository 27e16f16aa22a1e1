import { expect, it } from 'vitest'
import { createLargeWorld } from './large-world.ts'
import { resolveSplit } from '@trifold/model/internals'

it('has the given number of interactions, users with a taste that features show, and few popular items', () => {
  const { interactions, userIds, itemIds, modalities } = createLargeWorld({ interactions: 20_000, dimension: 8 })
  expect([interactions.users.length, userIds.length, itemIds.length]).toEqual([20_000, 1000, 2000])
  const own = interactions.users.reduce((sum, user, n) => sum + +(user % 64 === interactions.items[n]! % 64), 0)
  expect(own / 20_000).toBeGreaterThan(0.65)
  const head = interactions.items.reduce((sum, item) => sum + +(item < 200), 0)
  expect(head / 20_000).toBeGreaterThan(0.28)
  const { values, dimension } = modalities[0]!
  const apart = (a: number, b: number) =>
    Math.hypot(...Array.from({ length: dimension }, (_, d) => values[a * dimension + d]! - values[b * dimension + d]!))
  expect(apart(3, 3 + 64)).toBeLessThan(apart(3, 4))
  const { valid } = resolveSplit({ name: 'l', userIds, itemIds, interactions, modalities }, 1)
  expect(valid.indices.length).toBeGreaterThan(1300)
})
