import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readAll, records, scratch } from './testing/files.ts'

let files: Awaited<ReturnType<typeof scratch>>
beforeAll(async () => void (files = await scratch()))
afterAll(() => files.remove())

const RSS = `<?xml version="1.0"?>
<rss xmlns:g="http://base.google.com/ns/1.0" version="2.0">
  <channel>
    <title>Shop</title>
    <item>
      <g:id>TV_1</g:id>
      <title><![CDATA[Lamp & shade]]></title>
      <g:product_type>Home &gt; Lamps</g:product_type>
      <g:shipping><g:country>DE</g:country><g:price>4 EUR</g:price></g:shipping>
      <g:additional_image_link>http://x/1.jpg</g:additional_image_link>
      <g:additional_image_link>http://x/2.jpg</g:additional_image_link>
    </item>
    <item><g:id>TV_2</g:id></item>
  </channel>
</rss>`

describe('a product feed in XML', () => {
  it('has a row for each item of RSS', async () => {
    const read = await readAll(await files.write('feed.xml', RSS))
    expect(read.rows.map(({ line }) => line)).toEqual([5, 13])
    const [first, second] = records(read)
    expect(first).toMatchObject({
      id: 'TV_1',
      title: 'Lamp & shade',
      product_type: 'Home > Lamps',
      additional_image_link: ['http://x/1.jpg', 'http://x/2.jpg'],
    })
    expect(second).toEqual({ id: 'TV_2' })
  })

  it('has a row for each entry of Atom', async () => {
    const atom = `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0">
      <title>Shop</title><entry><g:id>1</g:id><link href="https://x/1"/><g:title>A</g:title></entry></feed>`
    expect(records(await readAll(await files.write('atom.xml', atom)))).toEqual([
      { id: '1', link: 'https://x/1', title: 'A' },
    ])
  })

  it('names the line where it is broken', async () => {
    const path = await files.write('broken.xml', RSS.replace('</g:id>\n', '\n'))
    await expect(readAll(path)).rejects.toThrow(/broken\.xml, line \d+: the XML is broken/)
    await expect(readAll(await files.write('cut.xml', RSS.slice(0, 300)))).rejects.toThrow(
      /cut\.xml, line \d+: the XML is broken/,
    )
  })
})
