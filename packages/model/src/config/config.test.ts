import { describe, expect, it } from 'vitest'
import { BASE_NAMES } from '../bases/index.ts'
import { fitConfigSchema } from './config.ts'
import { defaultsOf } from './defaults.ts'

describe('fitConfigSchema', () => {
  it.each(BASE_NAMES)('takes the defaults of %s, whatever else is given', (base) => {
    const own = defaultsOf(base, true)
    expect(fitConfigSchema.parse({ base })).toMatchObject(own)
    expect(fitConfigSchema.parse({ base, seed: 5, embeddingSize: 8 })).toMatchObject({
      ...own,
      seed: 5,
      embeddingSize: 8,
    })
  })

  it('lets what is given stand against the defaults of the base', () => {
    const { layers } = fitConfigSchema.parse({ base: 'lightgcn' })
    expect(fitConfigSchema.parse({ base: 'lightgcn', layers: layers + 1 }).layers).toBe(layers + 1)
  })

  it.each([null, 3, 'vbpr', [], { base: 'nobody' }, { base: 7 }, { mrdib: 'yes' }, { layer: 2 }])(
    'refuses %j',
    (given) => {
      expect(fitConfigSchema.safeParse(given).success).toBe(false)
    },
  )
})
