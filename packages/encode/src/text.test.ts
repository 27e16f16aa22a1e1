import { expect, it } from 'vitest'
import { cacheKey, contentHash } from './cache-key.ts'
import { itemText, prepareText } from './text.ts'

it('joins title and description', () => {
  expect(itemText(' Laptop ', 'Fast.\n')).toBe('Laptop. Fast.')
  expect(itemText('Laptop')).toBe('Laptop')
  expect(itemText('Laptop', '  ')).toBe('Laptop')
})

it('removes HTML, keeps what only looks like it, joins spaces, composes accents', () => {
  expect(prepareText('<p class="a">Red &amp; green</p><br/>shoe', 99)).toBe('Red & green shoe')
  expect(prepareText('a < b and c > d', 99)).toBe('a < b and c > d')
  expect(prepareText('Cafe\u0301\u00a0 \n au lait', 99)).toBe('Café au lait')
})

it('cuts at the limit, never inside a character', () => {
  expect(prepareText('abcdef', 3)).toBe('abc')
  expect(prepareText('ab😀', 3)).toBe('ab')
  expect(prepareText('ab😀', 4)).toBe('ab😀')
})

it('hashes content and keys as SHA-256', () => {
  expect(contentHash('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(contentHash(new TextEncoder().encode('abc'))).toBe(contentHash('abc'))
  expect(cacheKey('a', contentHash('x'))).toMatch(/^[\da-f]{64}$/)
  const keys = [cacheKey('a', contentHash('x')), cacheKey('b', contentHash('x')), cacheKey('a', contentHash('y'))]
  expect(new Set(keys).size).toBe(3)
})
