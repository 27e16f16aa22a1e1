import { expect, it } from 'vitest'
import { settingsText } from './worlds.ts'

it('lists the settings, and gives the reason only for those of the experiment', () => {
  expect(settingsText('vbpr with MRdIB', { epochs: 40, jointWeight: 1 }, false)).toBe(
    'vbpr with MRdIB, the same for every dataset and seed: epochs 40, jointWeight 1. These learn an exclusive or. ' +
      'The defaults of the product, which are chosen for ranking on real data, do not.',
  )
  expect(settingsText('vbpr with MRdIB', { epochs: 3 }, true)).toBe(
    'vbpr with MRdIB, the same for every dataset and seed: epochs 3.',
  )
})
