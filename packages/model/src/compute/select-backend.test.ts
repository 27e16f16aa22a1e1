import { afterEach, describe, expect, it, vi } from 'vitest'
import { UserFacingError } from '../errors.ts'
import { listBackends, selectBackend, tf } from './index.ts'

afterEach(() => vi.unstubAllEnvs())

describe('selectBackend', () => {
  it('takes the best that works and says why no better one does', async () => {
    vi.stubEnv('TRIFOLD_BACKEND', '')
    const report = await selectBackend()
    const choices = await listBackends()
    expect(report.name).toBe(choices.find(({ detail }) => detail !== undefined)?.name)
    expect(report.rejected.map(({ name }) => name)).toEqual(
      choices
        .slice(
          0,
          choices.findIndex(({ name }) => name === report.name),
        )
        .map(({ name }) => name),
    )
    for (const { name, why } of report.rejected) expect(report.line).toContain(`${name}: ${why}`)
    expect(report.line).not.toContain('\n')
  })

  it('takes what TRIFOLD_BACKEND names, and changes on the way', async () => {
    for (const [name, backend] of [
      ['core-wasm', 'core'],
      ['cpu', 'cpu'],
      ['core-wasm', 'core'],
    ]) {
      vi.stubEnv('TRIFOLD_BACKEND', name)
      expect((await selectBackend()).name).toBe(name)
      expect(tf.getBackend()).toBe(backend)
    }
  })

  it('prefers what the caller wants to the environment', async () => {
    vi.stubEnv('TRIFOLD_BACKEND', 'core-wasm')
    expect((await selectBackend('cpu')).line).toBe('cpu (plain JavaScript)')
  })

  it('names the backends there are when it is asked for another', async () => {
    const asked = selectBackend('abacus')
    await expect(asked).rejects.toBeInstanceOf(UserFacingError)
    await expect(asked).rejects.toThrow(
      /^There is no backend "abacus"; TRIFOLD_BACKEND may be one of tensorflow, .*cpu\.$/,
    )
  })

  it('says in one sentence why a wanted backend cannot be used', async () => {
    const missing = (await listBackends()).find(({ why }) => why !== undefined)
    if (!missing || missing.name === 'webgpu') return // everything works here, or only a software adapter is missing
    const asked = selectBackend(missing.name)
    await expect(asked).rejects.toBeInstanceOf(UserFacingError)
    await expect(asked).rejects.toThrow(new RegExp(`^The backend ${missing.name} cannot be used here: [^\\n]+\\.$`))
  })
})

describe('listBackends', () => {
  it('lists all, in order, each with either what it is or why not', async () => {
    const choices = await listBackends()
    expect(choices.map(({ name }) => name)).toEqual(['tensorflow', 'webgpu', 'core-native', 'core-wasm', 'cpu'])
    for (const { detail, why } of choices) expect((detail === undefined) !== (why === undefined)).toBe(true)
  })
})
