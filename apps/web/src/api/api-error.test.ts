import { describe, expect, it } from 'vitest'
import { firstError } from './api-error.ts'

describe('firstError', () => {
  it('is null when the answer has no errors', () => {
    expect(firstError(undefined)).toBeNull()
    expect(firstError([])).toBeNull()
  })

  it('keeps the message and the public code of the first error', () => {
    const error = firstError([
      { message: 'No such shopper.', extensions: { code: 'NOT_FOUND' } },
      { message: 'second' },
    ])
    expect(error).toEqual({ kind: 'rejected', code: 'NOT_FOUND', message: 'No such shopper.' })
  })

  it.each(['UNAUTHENTICATED', 'FORBIDDEN', 'UNAUTHORIZED'])('reports %s as a missing permission', (code) => {
    expect(firstError([{ message: 'no', extensions: { code } }])?.kind).toBe('unauthorized')
  })

  it('ignores a code that is not a string', () => {
    expect(firstError([{ message: 'odd', extensions: { code: 7 } }])).toEqual({
      kind: 'rejected',
      code: null,
      message: 'odd',
    })
  })
})
