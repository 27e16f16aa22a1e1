import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readAll, records, scratch } from './testing/files.ts'

let files: Awaited<ReturnType<typeof scratch>>
beforeAll(async () => void (files = await scratch()))
afterAll(() => files.remove())

const key = fc.stringMatching(/^[a-z]{1,3}$/).filter((name) => name !== '__proto__')
const value = fc.jsonValue({ maxDepth: 2 }).filter((json) => !JSON.stringify(json).includes('__proto__'))
const record = fc.dictionary(key, value, { minKeys: 1, noNullPrototype: true })
const document = fc.array(record, { minLength: 1, maxLength: 20 })
const asRead = (rows: object[]) => JSON.parse(JSON.stringify(rows)) as object[]

describe('JSON', () => {
  it('reads back any records that were written a line each', async () => {
    await fc.assert(
      fc.asyncProperty(document, fc.constantFrom('\n', '\r\n'), async (rows, end) => {
        const path = await files.write('t.jsonl', rows.map((row) => JSON.stringify(row)).join(end))
        expect(records(await readAll(path))).toEqual(asRead(rows))
      }),
      { numRuns: 60 },
    )
  })

  it.each(['[*]', '{"total": [1, {"a": 2}], "items": *}', '{"products": *, "next": null}'])(
    'reads back any records of an array in %s',
    async (frame) => {
      await fc.assert(
        fc.asyncProperty(document, fc.constantFrom(0, 2), async (rows, indent) => {
          const list = JSON.stringify(rows, undefined, indent)
          const text = frame.replace('*', () => (frame === '[*]' ? list.slice(1, -1) : list))
          expect(records(await readAll(await files.write('t.json', text)))).toEqual(asRead(rows))
        }),
        { numRuns: 40 },
      )
    },
  )

  it('knows JSON Lines by their content, whatever they are called', async () => {
    const path = await files.write('reviews.json', '{"asin": "B1", "images": []}\n{"asin": "B2"}\n')
    expect(records(await readAll(path))).toEqual([{ asin: 'B1', images: [] }, { asin: 'B2' }])
    const one = await files.write('meta.json', '{"asin": "B1", "images": [{"large": "x"}]}\n')
    expect(records(await readAll(one))).toHaveLength(1)
  })

  it('marks lines that are no objects and goes on', async () => {
    const path = await files.write(
      'bad.jsonl',
      `{"a":1}\n{"a":\n\n[1]\n{'a': 1}\n{"a":"${'x'.repeat(2_000_000)}"}\n{"a":2}`,
    )
    const { rows } = await readAll(path)
    expect(rows.map(({ line }) => line)).toEqual([1, 2, 4, 5, 6, 7])
    expect(rows.map(({ fault }) => fault ?? '')).toEqual([
      '',
      expect.stringMatching(/^it is not JSON: /),
      'it is not a JSON object with a key for each column',
      expect.stringMatching(/double quotes, not single ones/),
      'the line is longer than 1048576 characters',
      '',
    ])
  })

  it('says where a document stops being JSON', async () => {
    await expect(readAll(await files.write('cut.json', '[{"a":1},{"a":'))).rejects.toThrow(
      /cut\.json: .*not JSON any more|not an array/,
    )
    await expect(readAll(await files.write('text.json', '[{"a":1} x'))).rejects.toThrow(/text\.json: /)
    const { rows } = await readAll(await files.write('none.json', '{"other": 1}'))
    expect(rows).toHaveLength(1) // a record by itself
  })
})
