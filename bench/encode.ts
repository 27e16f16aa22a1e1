// How many items per second each encoder takes, without a network: npx tsx bench/encode.ts
// The models of `static` and `lsa` are made up, but have the size of real ones; photos and texts are the demo's.
import { mkdtemp, readFile, rm, writeFile, mkdir } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createEncoder,
  decodePhoto,
  fitLsa,
  itemText,
  lsaPath,
  resizePhoto,
  saveLsa,
  type Encoder,
} from '@trifold/encode'

const demo = join(import.meta.dirname, '..', 'demo')
const products = JSON.parse(await readFile(join(demo, 'products.json'), 'utf8')) as {
  name: string
  description: string
  image: string
}[]
const texts = products.map(({ name, description }) => itemText(name, description))
const photos = await Promise.all(products.map(({ image }) => readFile(join(demo, 'images', image))))
const dataDir = await mkdtemp(join(tmpdir(), 'bench-encode-'))

console.log(`Node ${process.version}, ${cpus().length} cores, load ${loadavg()[0]!.toFixed(1)}\n`)
console.log('| what | items | items/s | CPU ms per item |\n|---|--:|--:|--:|')

await measure('packaged, words', await createEncoder('text', { provider: 'packaged' }, { dataDir }), texts)
await measure('packaged, photos', await createEncoder('image', { provider: 'packaged' }, { dataDir }), photos)

const repeated = Array.from({ length: 20 }, () => texts).flat()
const model = await makeStaticModel()
const table = await createEncoder('text', { provider: 'static', model, localModelPath: dataDir }, { dataDir })
await measure('static, table of 29,528 x 256', table, repeated)

for (const count of [1_000, 10_000]) {
  const settings = { provider: 'lsa' } as const
  const catalog = randomTexts(count)
  await time(`lsa, fitting to ${count} texts`, count, async () =>
    saveLsa(await fitLsa(catalog, settings), lsaPath(settings, dataDir)),
  )
  await measure(`lsa, fitted to ${count} texts`, await createEncoder('text', settings, { dataDir }), catalog)
}
await time('decoding a photo to 512 x 512', photos.length, async () => {
  for (const photo of photos) await decodePhoto(photo, { width: 512, height: 512, fit: 'fill' })
})
await time('resizing a photo to 400 as WebP', photos.length, async () => {
  for (const photo of photos) await resizePhoto(photo, 400)
})
await rm(dataDir, { recursive: true })

async function measure<C>(
  what: string,
  encoder: Encoder & { encode(batch: C[]): Promise<{ ok: boolean }[]> },
  contents: C[],
) {
  await encoder.encode(contents.slice(0, 2))
  await time(what, contents.length, async () => {
    const failed = (await encoder.encode(contents)).filter(({ ok }) => !ok).length
    if (failed > 0) throw new Error(`${what}: ${failed} items failed`)
  })
  await encoder.close()
}

async function time(what: string, items: number, work: () => Promise<unknown>): Promise<void> {
  const [started, before] = [performance.now(), process.cpuUsage()]
  await work()
  const seconds = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(before)
  console.log(
    `| ${what} | ${items} | ${Math.round(items / seconds)} | ${((user + system) / 1000 / items).toFixed(2)} |`,
  )
}

/** A table of word pieces as large as potion-base-8M's, with the words of the demo in it. */
async function makeStaticModel(): Promise<string> {
  const [rows, dimension] = [29_528, 256]
  const words = new Set(texts.flatMap((text) => text.toLowerCase().match(/\p{L}+|[^\p{L}\s]/gu) ?? []))
  const vocab = Object.fromEntries(
    ['[UNK]', ...words, ...Array.from({ length: rows }, (_, i) => `##${i}`)].slice(0, rows).map((word, i) => [word, i]),
  )
  const tokenizer = {
    version: '1.0',
    post_processor: null,
    decoder: null,
    added_tokens: [],
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab,
    },
  }
  const values = Float32Array.from({ length: rows * dimension }, (_, i) => Math.sin(i * 1.7))
  const header = Buffer.from(
    JSON.stringify({ embeddings: { dtype: 'F32', shape: [rows, dimension], data_offsets: [0, values.byteLength] } }),
  )
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(header.length))
  await mkdir(join(dataDir, 'table'))
  await writeFile(join(dataDir, 'table', 'tokenizer.json'), JSON.stringify(tokenizer))
  await writeFile(
    join(dataDir, 'table', 'model.safetensors'),
    Buffer.concat([length, header, Buffer.from(values.buffer)]),
  )
  return 'table'
}

/** Texts of 40 words out of 40,000, frequent ones more often. */
function randomTexts(count: number): string[] {
  let state = 7
  const random = () => (state = (state * 16807) % 2147483647) / 2147483647
  const text = () => Array.from({ length: 40 }, () => `w${Math.floor(40_000 * random() ** 3).toString(36)}`).join(' ')
  return Array.from({ length: count }, text)
}
