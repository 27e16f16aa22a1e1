import { gzipSync } from 'node:zlib'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { importText } from './testing/import-text.ts'

let database: TestDatabase
beforeEach(async () => void (database = await testDatabase()))
afterEach(() => database.drop())

const items = () => database.prisma.item.findMany({ orderBy: { id: 'asc' } })
const events = async () =>
  (await database.prisma.interaction.findMany({ orderBy: { id: 'asc' }, include: { user: true, item: true } })).map(
    ({ user, item, type, weight, occurredAt }) => [
      user.externalId,
      item.externalId,
      type,
      weight,
      occurredAt.getTime(),
    ],
  )

const T = Date.UTC(2024, 0, 31, 10)

describe('files as people have them', () => {
  it('a shop’s products and orders as CSV with a semicolon and a BOM', async () => {
    const report = await importText(database.pool, {
      'orders.csv': 'customer_id,sku,event,quantity,created_at\r\n8a1f-x,A-1,purchase,2,2024-01-31T10:00:00Z\r\n',
      'products.csv': '\ufeffSKU;Name;Preis;Kategorie;Bild;Farbe\r\nA-1;"Mug; blue";12,99 €;Home > Mugs;a.jpg;blue\r\n',
    })
    expect(report.tally).toMatchObject({ items: { created: 1 }, users: { created: 1 }, events: { recorded: 1 } })
    expect(await items()).toMatchObject([
      {
        externalId: 'A-1',
        title: 'Mug; blue',
        priceMinor: 1299,
        currency: 'EUR',
        category: 'Home > Mugs',
        imageUrl: '/media/a.jpg',
        attributes: { Farbe: 'blue' },
      },
    ])
    expect(await events()).toEqual([['8a1f-x', 'A-1', 'PURCHASE', 10, T]])
  })

  it('RecBole’s atomic files', async () => {
    await importText(database.pool, {
      'toy.inter': 'user_id:token\titem_id:token\trating:float\ttimestamp:float\nu"1\ti1\t4\t1706695200\n',
      'toy.item':
        'item_id:token\ttitle:token_seq\tgenres:token_seq\tyear:float\ni1\tToy "Story"\tAnimation Comedy\t1995\n',
      'toy.user': 'user_id:token\tage:float\nu"1\t24\nidle\t30\n',
    })
    expect(await items()).toMatchObject([
      {
        title: 'Toy "Story"',
        category: 'Animation',
        attributes: { year: '1995', categories: ['Animation', 'Comedy'] },
      },
    ])
    expect(await events()).toEqual([['u"1', 'i1', 'RATING', 4, T]])
    const users = await database.prisma.user.findMany({ orderBy: { externalId: 'asc' } })
    expect(users.map(({ externalId, attributes }) => [externalId, attributes])).toEqual([
      ['idle', { age: '30' }],
      ['u"1', { age: '24' }],
    ])
  })

  it('MovieLens, new and old', async () => {
    await importText(database.pool, {
      'movies.csv': 'movieId,title,genres\n1,"Toy Story (1995)",Adventure|Animation\n',
      'links.csv': 'movieId,imdbId,tmdbId\n1,0114709,862\n',
      'ratings.csv': 'userId,movieId,rating,timestamp\n1,1,4.0,1706695200\n',
      'u.data': '7\t1\t3\t1706695200\n',
    })
    expect(await items()).toMatchObject([
      { title: 'Toy Story (1995)', category: 'Adventure', attributes: { imdbId: '0114709', tmdbId: '862' } },
    ])
    expect(await events()).toEqual([
      ['1', '1', 'RATING', 4, T],
      ['7', '1', 'RATING', 3, T],
    ])
  })

  it('Gorse’s export', async () => {
    await importText(database.pool, {
      'items.csv':
        'item_id,is_hidden,categories,time_stamp,labels,comment\nrepo:a,true,"go|web",2024-01-31 00:00:00 +0000 UTC,"[""x""]",A repo\n',
      'users.csv': 'user_id,labels\nada,"[""y""]"\n',
      'feedback.csv': 'feedback_type,user_id,item_id,value,time_stamp\nstar,ada,repo:a,0,2024-01-31T10:00:00Z\n',
    })
    expect(await items()).toMatchObject([
      { externalId: 'repo:a', isAvailable: false, category: 'go', description: 'A repo' },
    ])
    expect(await events()).toEqual([['ada', 'repo:a', 'LIKE', 2, T]])
  })

  it('Algolia’s records and events', async () => {
    await importText(
      database.pool,
      {
        'index.json': JSON.stringify([
          {
            objectID: '5477500',
            name: 'Player',
            brand: 'ACME',
            hierarchicalCategories: { lvl0: 'Audio', lvl1: 'Audio > MP3' },
            price: 19.99,
            image: 'https://x.example/1.jpg',
            free_shipping: false,
          },
        ]),
        'insights.json': JSON.stringify({
          events: [
            { eventType: 'click', eventName: 'Clicked', userToken: 'anon-2', objectIDs: ['5477500'], timestamp: T },
          ],
        }),
        'events.csv':
          'userToken,timestamp,objectID,eventType,eventName\nanon-1,2024-01-31T10:00:00Z,5477500,conversion,Bought\n',
      },
      { currency: 'USD' },
    )
    expect(await items()).toMatchObject([
      {
        title: 'Player',
        category: 'Audio > MP3',
        priceMinor: 1999,
        currency: 'USD',
        attributes: { brand: 'ACME', free_shipping: false },
      },
    ])
    expect(await events()).toEqual([
      ['anon-2', '5477500', 'CLICK', 1, T],
      ['anon-1', '5477500', 'PURCHASE', 5, T],
    ])
  })

  it('Google Merchant feeds in XML and TSV', async () => {
    await importText(database.pool, {
      'feed.xml':
        '<rss xmlns:g="x"><channel><item><g:id>1</g:id><title>Dress</title><g:price>15.00 USD</g:price><g:availability>in_stock</g:availability></item></channel></rss>',
      'feed.tsv':
        'id\ttitle\timage link\tproduct type\tprice\tavailability\n2\t"Coat ""L"""\thttps://x/2.jpg\tWomen > Coats\t99.00 USD\tout of stock\n',
    })
    expect(await items()).toMatchObject([
      { externalId: '1', title: 'Dress', priceMinor: 1500, isAvailable: true },
      {
        externalId: '2',
        title: 'Coat "L"',
        category: 'Women > Coats',
        imageUrl: 'https://x/2.jpg',
        isAvailable: false,
      },
    ])
  })

  it('Amazon reviews and their metadata, packed', async () => {
    const lines = (...records: object[]) => gzipSync(records.map((record) => JSON.stringify(record)).join('\n'))
    await importText(database.pool, {
      'meta.jsonl.gz': lines({
        parent_asin: 'B01',
        title: 'Bottle',
        description: ['One.', 'Two.'],
        price: null,
        main_category: 'Baby',
        categories: ['Baby', 'Feeding'],
        images: [{ large: 'https://x/l.jpg', hi_res: null }],
        details: { Brand: 'ACME' },
      }),
      'reviews.jsonl.gz': lines(
        { rating: 5, asin: 'B01-blue', parent_asin: 'B01', user_id: 'AE2', timestamp: T, text: 'Great' },
        { overall: 2, asin: 'B01', parent_asin: 'B01', user_id: 'AE3', timestamp: T, rating: 2 },
      ),
    })
    expect(await items()).toMatchObject([
      {
        title: 'Bottle',
        description: 'One.\nTwo.',
        category: 'Baby > Feeding',
        imageUrl: 'https://x/l.jpg',
        priceMinor: null,
        attributes: { main_category: 'Baby', details: { Brand: 'ACME' } },
      },
    ])
    expect(await events()).toEqual([
      ['AE2', 'B01', 'RATING', 5, T],
      ['AE3', 'B01', 'RATING', 2, T],
    ])
  })

  it('the older Amazon reviews', async () => {
    const review = { reviewerID: 'A1', asin: '0001', overall: 4, unixReviewTime: T / 1000, reviewTime: '01 31, 2024' }
    await importText(database.pool, {
      'reviews.json': `${JSON.stringify(review)}\n${JSON.stringify({ ...review, asin: '0002' })}\n`,
    })
    expect(await events()).toEqual([
      ['A1', '0001', 'RATING', 4, T],
      ['A1', '0002', 'RATING', 4, T],
    ])
  })

  it('Parquet', async () => {
    const buffer = parquetWriteBuffer({
      columnData: [
        { name: 'visitor_id', data: ['a', 'b'], type: 'STRING' },
        { name: 'product_id', data: [9_007_199_254_740_993n, 7n], type: 'INT64' },
        { name: 'event', data: ['view', 'purchase'], type: 'STRING' },
        { name: 'event_time', data: [new Date(T), new Date(T + 1)], type: 'TIMESTAMP' },
      ],
    })
    await importText(database.pool, { 'events.parquet': new Uint8Array(buffer) })
    expect(await events()).toEqual([
      ['a', '9007199254740993', 'VIEW', 1, T],
      ['b', '7', 'PURCHASE', 5, T + 1],
    ])
  })
})
