// Measures how much of what explanations say is on the part that shoppers follow, at the default settings.
// npx tsx packages/model/src/additive/testing/measure-worlds.ts own|continuous SEEDS [missing] [modalities] [noise]
import { seededRandom } from '../../data/index.ts'
import { resolveSplit } from '../../data/index.ts'
import { createWorld, type Taste, type WorldKind } from '@trifold/experiments'
import { fitAdditive } from '../index.ts'
import { CONTINUOUS_KINDS, continuousWorld, type ContinuousWorld } from './continuous-world.ts'
import { rightShare } from './right-share.ts'

const [generator, seeds, missing = '0', modalities = '2', noise = '0.5'] = process.argv.slice(2)
const OWN_KINDS = ['unique', 'copy', 'xor', 'mixed'] as const
const PART_OF: Readonly<Record<Taste['part'], string>> = {
  image: 'image',
  text: 'text',
  shared: 'redundant',
  synergy: 'image*text',
  and: 'image*text',
}

function ownWorld(kind: WorldKind, seed: number): Omit<ContinuousWorld, 'users'> {
  const { dataset, truth } = createWorld({ kind, seed })
  const random = seededRandom(seed, 404)
  for (const { present, values, dimension } of dataset.modalities) {
    for (let item = 0; item < present.length; item++) {
      if (random() >= Number(missing)) continue
      present[item] = 0
      values.fill(0, item * dimension, (item + 1) * dimension)
    }
  }
  return {
    ...resolveSplit(dataset, 1),
    items: dataset.itemIds.length,
    modalities: dataset.modalities,
    heldOut: truth.heldOut.flatMap((isHeldOut, item) => (isHeldOut ? [item] : [])),
    tastes: truth.tastes.map(({ part }) => [PART_OF[part]]),
  }
}

function measure(kind: string, seed: number, world: Omit<ContinuousWorld, 'users'>): void {
  const { items, train, valid, modalities: given, tastes, heldOut } = world
  const start = performance.now()
  const { model } = fitAdditive({ items, histories: { pairs: train }, valid, modalities: given })
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  const shares = Object.entries(rightShare(model, train, tastes, heldOut))
  console.log(
    kind,
    seed,
    shares.map(([part, share]) => `${part} ${(100 * share).toFixed(1)} %`).join(', '),
    `${seconds} s`,
  )
}

for (const seed of seeds!.split(',').map(Number)) {
  if (generator === 'own') for (const kind of OWN_KINDS) measure(kind, seed, ownWorld(kind, seed))
  else {
    for (const kind of CONTINUOUS_KINDS) {
      const options = {
        missing: Number(missing),
        modalities: modalities === '3' ? 3 : 2,
        noise: Number(noise),
      } as const
      measure(kind, seed, continuousWorld({ kind, seed, ...options }))
    }
  }
}
