import { describe, expect, it } from 'vitest'
import { adapterName, isSoftware } from './webgpu.ts'

const info = (words: Partial<Parameters<typeof isSoftware>[0]>) => ({
  vendor: '',
  architecture: '',
  device: '',
  description: '',
  ...words,
})

describe('an adapter', () => {
  it.each([
    info({ vendor: 'google', architecture: 'swiftshader', description: 'SwiftShader driver 5.0.0' }),
    info({ vendor: 'mesa', description: 'llvmpipe (LLVM 15.0.6, 256 bits)' }),
    info({ vendor: 'microsoft', description: 'Microsoft Basic Render Driver' }),
  ])('computes in software: $description', (software) => expect(isSoftware(software)).toBe(true))

  it.each([
    info({ vendor: 'nvidia', architecture: 'hopper', description: 'NVIDIA H100' }),
    info({ vendor: 'apple', architecture: 'metal-3' }),
  ])('is a card: $vendor', (card) => expect(isSoftware(card)).toBe(false))

  it('is named by its description, else by what there is', () => {
    expect(adapterName(info({ vendor: 'nvidia', description: 'NVIDIA H100' }))).toBe('NVIDIA H100')
    expect(adapterName(info({ vendor: 'apple', architecture: 'metal-3' }))).toBe('apple metal-3')
    expect(adapterName(info({}))).toBe('unnamed adapter')
  })
})
