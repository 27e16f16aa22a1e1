import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { itemLink, shopLink } from './link.ts'

describe('shopLink', () => {
  it('carries the shopper, or nothing', () => {
    expect(shopLink('/', 'shopper-0001')).toBe('/?shopper=shopper-0001')
    expect(shopLink('/')).toBe('/')
    expect(shopLink('/', null)).toBe('/')
  })
})

describe('itemLink', () => {
  it('brings any external id and any shopper back unchanged', () => {
    const id = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/^\.{1,2}$/.test(text))
    fc.assert(
      fc.property(id, id, (item, shopper) => {
        const url = new URL(itemLink(item, shopper), 'http://shop.example')
        expect(decodeURIComponent(url.pathname.slice('/items/'.length))).toBe(item)
        expect(url.searchParams.get('shopper')).toBe(shopper)
      }),
    )
  })
})
