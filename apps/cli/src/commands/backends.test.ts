import { describe, expect, it } from 'vitest'
import { table } from './backends.ts'

describe('trifold backends', () => {
  it('lines up names, times and reasons', () => {
    expect(
      table([
        { name: 'webgpu', why: 'no graphics device' },
        { name: 'core-native', detail: 'avx2, 2 threads', milliseconds: 3.21 },
        { name: 'cpu', detail: 'plain JavaScript', milliseconds: 1234.5 },
      ]),
    ).toEqual([
      'webgpu                  cannot be used: no graphics device',
      'core-native     3.2 ms  avx2, 2 threads',
      'cpu          1234.5 ms  plain JavaScript',
    ])
  })
})
