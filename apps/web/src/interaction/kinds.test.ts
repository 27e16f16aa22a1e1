import { describe, expect, it } from 'vitest'
import { isKind, KINDS, possessive } from './kinds.ts'

describe('KINDS', () => {
  it('name the item and the shopper in the message', () => {
    expect(KINDS.CART.message('Tripod', 'Ada')).toBe('Tripod is in Ada’s basket.')
    expect(KINDS.LIKE.message('Tripod', 'Jonas')).toBe('Jonas likes Tripod.')
  })
})

describe('isKind', () => {
  it('accepts only known kinds', () => {
    expect(isKind('CART')).toBe(true)
    for (const odd of ['PURCHASE', 'toString', '', null, 3]) expect(isKind(odd)).toBe(false)
  })
})

describe('possessive', () => {
  it('adds no second s', () => {
    expect(possessive('Ada')).toBe('Ada’s')
    expect(possessive('Jonas')).toBe('Jonas’')
  })
})
