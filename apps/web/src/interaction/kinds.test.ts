import { describe, expect, it } from 'vitest'
import { isKind, KINDS, possessive } from './kinds.ts'

describe('KINDS', () => {
  it('answer with the item and the shopper by name', () => {
    expect(KINDS.CART.done('Tripod', 'Ada')).toBe('Tripod is in Ada’s basket.')
    expect(KINDS.LIKE.done('Tripod', 'Jonas')).toBe('Jonas likes Tripod. Recorded.')
  })
})

describe('isKind', () => {
  it('lets only known kinds through: the value comes from a form', () => {
    expect(isKind('CART')).toBe(true)
    for (const odd of ['PURCHASE', 'toString', '', null, 3]) expect(isKind(odd)).toBe(false)
  })
})

describe('possessive', () => {
  it('follows the sound', () => {
    expect(possessive('Ada')).toBe('Ada’s')
    expect(possessive('Jonas')).toBe('Jonas’')
  })
})
