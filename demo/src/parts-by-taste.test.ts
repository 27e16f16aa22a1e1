import { expect, it } from 'vitest'
import { fit } from '@trifold/model'
import { DEMO_SETTINGS, readDemoShop } from './dataset.ts'
import { PART_OF_TASTE, PARTS, partsByTaste } from './parts-by-taste.ts'
import { TASTES } from './tastes.ts'

// demo/README.md has the figures; by chance every part would have a share of 1/4
it('gives each taste its own part as the largest, and more of it than any other taste', async () => {
  const { dataset, tastes } = await readDemoShop()
  const { model } = await fit(dataset, DEMO_SETTINGS)
  const found = partsByTaste(model, tastes)
  for (const taste of TASTES) {
    const own = PART_OF_TASTE[taste]
    const { parts } = found[taste]
    expect(PARTS.toSorted((a, b) => parts[b] - parts[a])[0], taste).toBe(own)
    const others = TASTES.filter((other) => other !== taste).map((other) => found[other].parts[own])
    expect(parts[own], `${own} of ${taste}`).toBeGreaterThan(1.2 * Math.max(...others))
  }
}, 300_000)
