import { describe, expect, it } from 'vitest'
import { guessKind, Mapping } from './mapping.ts'

const fieldsBy = (kind: 'items' | 'events' | 'users', columns: string[], given = {}) =>
  Object.fromEntries(new Mapping(kind, columns, given).columns.map(({ column, field }) => [column, field]))

describe('what columns stand for', () => {
  it('is found by usual names, best first', () => {
    expect(
      fieldsBy('items', ['handle', 'Variant Price', 'Product ID', 'Body (HTML)', 'Image_Src', '', 'Vendor']),
    ).toEqual({
      handle: 'attribute',
      'Variant Price': 'price',
      'Product ID': 'id',
      'Body (HTML)': 'description',
      Image_Src: 'image',
      '': 'ignored',
      Vendor: 'attribute',
    })
    expect(fieldsBy('events', ['id', 'Customer_ID', 'asin', 'parent_asin', 'qty', 'orderDate', 'note'])).toEqual({
      id: 'id',
      Customer_ID: 'user',
      asin: 'ignored',
      parent_asin: 'item',
      qty: 'quantity',
      orderDate: 'time',
      note: 'ignored',
    })
  })

  it('grows with the columns, and a field that is found stays', () => {
    const columns = ['asin']
    const mapping = new Mapping('items', columns, {})
    columns.push('id', 'title')
    mapping.update()
    expect(mapping.columns.map(({ field }) => field)).toEqual(['id', 'attribute', 'title'])
    expect(mapping.indexOf('title')).toBe(2)
  })

  it.each([
    ['a.csv', ['user_id:token', 'item_id:token'], 'events'],
    ['a.csv', ['sku', 'title'], 'items'],
    ['a.csv', ['customer_id', 'age'], 'users'],
    ['users.csv', ['id', 'age'], 'users'],
    ['products.csv', ['id', 'name'], 'items'],
  ])('says what %s with %j lists: %s', (name, columns, kind) => expect(guessKind(name, columns, {})).toBe(kind))
})
