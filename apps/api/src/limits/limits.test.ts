import { buildSchema, getOperationAST, parse, specifiedRules, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import { createSchema } from '../schema/index.ts'
import { costError, operationCost } from './cost.ts'
import { checkFirst, documentRules, PARSE_OPTIONS } from './sizes.ts'

describe('first', () => {
  it.each([1, 2, 99, 100])('may be %i', (first) => expect(checkFirst(first)).toBe(first))
  it.each([-1, 0, 101])('may not be %i', (first) =>
    expect(() => checkFirst(first)).toThrow(`"first" must be between 1 and 100; it was ${first}.`),
  )
})

describe('the cost of an operation', () => {
  const costOf = (query: string, variables = {}) => {
    const document = parse(query)
    return operationCost(createSchema(), document, getOperationAST(document, 'Q')!, variables)
  }

  it.each([
    ['{ categories }', 10],
    ['{ item(externalId: "a") { id } }', 2],
    ['{ items(first: 7) { edges { node { id title } } } }', 1 + 7 * 3],
    ['{ items(first: 7) { totalCount edges { cursor } } }', 1 + 7 * (10 + 1)],
    ['{ recommendations(externalUserId: "a", first: 3) { edges { explanation { score } } } }', 1 + 3 * (10 + 1)],
    [
      '{ recommendations(externalUserId: "a", first: 3) { edges { explanation { components { value } } } } }',
      1 + 3 * (10 + 1 + 5),
    ],
    ['{ users(first: 2) { edges { node { interactions(first: 3) { edges { cursor } } } } } }', 1 + 2 * (1 + 1 + 3)],
    ['{ users(first: 0) { edges { cursor } } }', 2],
  ])('query Q %s is counted', (selection, cost) => {
    expect(costOf(`query Q ${selection}`)).toEqual({ cost, limit: 10_000, remaining: 10_000 - cost })
  })

  it('is that of the operation that runs, not of its neighbours', () => {
    expect(costOf('query Other { items(first: 100) { edges { cursor } } } query Q { __typename }')?.cost).toBeLessThan(
      3,
    )
  })

  it('is unknown with variables of the wrong type', () => {
    const query = 'query Q($n: Int!) { items(first: $n) { edges { cursor } } }'
    expect(costOf(query, { n: 5 })?.cost).toBe(6)
    expect(costOf(query, { n: 'five' })).toBeNull()
  })

  it('may be the limit and no more', () => {
    const messageFor = (cost: number) => costError({ cost, limit: 10_000, remaining: 0 })?.message
    expect(costError(null)).toBeNull()
    expect(messageFor(9_999)).toBeUndefined()
    expect(messageFor(10_000)).toBeUndefined()
    expect(messageFor(10_001)).toBe('This operation costs 10001; the limit is 10000.')
  })

  it('leaves nothing over beyond the limit', () => {
    expect(
      costOf('query Q { users(first: 100) { edges { node { interactions(first: 100) { edges { cursor } } } } } }'),
    ).toEqual({
      cost: 1 + 100 * (1 + 1 + 100),
      limit: 10_000,
      remaining: 0,
    })
  })
})

describe('a document', () => {
  const schema = buildSchema('type Query { a: Query b: Int }')
  const isValid = (query: string) =>
    validate(schema, parse(query, PARSE_OPTIONS), [...specifiedRules, ...documentRules()]).length === 0
  const repeat = (count: number, text: (n: number) => string) =>
    Array.from({ length: count }, (_, n) => text(n)).join(' ')
  const nested = (depth: number) => `${'{ a '.repeat(depth - 1)}{ b }${' }'.repeat(depth - 1)}`

  it.each([
    ['aliases', 15, (n: number) => `{ ${repeat(n, (k) => `x${k}: b`)} }`],
    ['aliases of __typename', 15, (n: number) => `{ ${repeat(n, (k) => `x${k}: __typename`)} }`],
    ['levels', 12, nested],
  ])('may have %s up to %i', (_name, limit, document) => {
    expect(isValid(document(limit))).toBe(true)
    expect(isValid(document(limit + 1))).toBe(false)
  })

  it('may have five directives', () => {
    const document = (n: number) => `{ ${repeat(n, (k) => `${'a { '.repeat(k)}b @skip(if: false)${' }'.repeat(k)}`)} }`
    expect(isValid(document(5))).toBe(true)
    expect(isValid(document(6))).toBe(false)
  })

  it('may have 1500 tokens', () => {
    const document = (tokens: number) => `{ ${'b '.repeat(tokens - 2)}}`
    expect(() => parse(document(1500), PARSE_OPTIONS)).not.toThrow()
    expect(() => parse(document(1501), PARSE_OPTIONS)).toThrow('more that 1500 tokens')
  })
})
