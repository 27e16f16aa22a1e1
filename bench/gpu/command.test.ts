import { afterEach, describe, expect, it, vi } from 'vitest'
import { listBackends } from '@trifold/model/internals'
import { gpuCommand } from './command.ts'

afterEach(() => vi.restoreAllMocks())

const cards = (await listBackends()).filter(({ name }) => name === 'webgpu' || name === 'tensorflow')

describe('bench gpu', () => {
  it.skipIf(cards.some(({ detail }) => detail !== undefined))(
    'says of every backend why it is skipped where there is no card',
    async () => {
      const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
      await gpuCommand().parseAsync([], { from: 'user' })
      expect(warn.mock.calls.flat()).toEqual([
        ...cards.map(({ name, why }) => `SKIPPED: ${name}: ${why}.`),
        'SKIPPED: gpu: no backend finds a card here; nothing was measured.',
      ])
    },
  )

  it('says in one sentence what is wrong with a setting', async () => {
    await expect(gpuCommand().parseAsync(['--rounds', '0'], { from: 'user' })).rejects.toThrow(
      '--rounds must be a whole number from 1 on, not "0".',
    )
  })
})
