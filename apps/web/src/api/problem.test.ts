import { describe, expect, it } from 'vitest'
import { problemOf } from './problem.ts'

describe('problemOf', () => {
  it('is null when the answer has no errors', () => {
    expect(problemOf(undefined)).toBeNull()
    expect(problemOf([])).toBeNull()
  })

  it('keeps the message and the public code of the first error', () => {
    const problem = problemOf([
      { message: 'No such shopper.', extensions: { code: 'NOT_FOUND' } },
      { message: 'second' },
    ])
    expect(problem).toEqual({ kind: 'refused', code: 'NOT_FOUND', sentence: 'No such shopper.' })
  })

  it.each(['UNAUTHENTICATED', 'FORBIDDEN', 'UNAUTHORIZED'])('tells %s apart: another key is wanted', (code) => {
    expect(problemOf([{ message: 'no', extensions: { code } }])?.kind).toBe('unauthorized')
  })

  it('does not trust a code that is not a string', () => {
    expect(problemOf([{ message: 'odd', extensions: { code: 7 } }])).toEqual({
      kind: 'refused',
      code: null,
      sentence: 'odd',
    })
  })
})
