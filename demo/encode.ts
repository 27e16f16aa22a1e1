// Makes the demo's vectors from its photos and texts, and measures them: npx tsx demo/encode.ts --out FOLDER
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  createEncoder,
  EncodeError,
  fetchPhoto,
  itemText,
  readEncodeSettings,
  type Encoder,
  type Modality,
} from '@trifold/encode'
import { encodeNpy } from '@trifold/model/data'

const HELP = `Usage: npx tsx demo/encode.ts --out FOLDER [--text PROVIDER] [--image PROVIDER]

Encodes names, descriptions and photos of the demo's products, and writes to FOLDER:
  text_feat.npy, image_feat.npy   one row per product, in the order of products.json, each of length 1
  encoders.json                   the ids of the encoders

Options:
  --text PROVIDER    packaged (default), or settings in JSON: '{"provider":"openai","model":"..."}'
  --image PROVIDER   packaged (default), or settings in JSON
  --help             this text`

interface Product {
  name: string
  description: string
  image: string
  facets: { category: string[] }
}

const here = import.meta.dirname
const NEIGHBOURS = 5

try {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      text: { type: 'string', default: 'packaged' },
      image: { type: 'string', default: 'packaged' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) console.log(HELP)
  else if (values.out === undefined) throw new EncodeError('CONFIGURATION', '--out FOLDER is missing (see --help)')
  else await encodeDemo(values.out, values.text, values.image)
} catch (error) {
  const expected = error instanceof EncodeError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')
  console.error(expected ? (error as Error).message : error)
  process.exitCode = 1
}

async function encodeDemo(out: string, text: string, image: string): Promise<void> {
  const products = JSON.parse(await readFile(join(here, 'products.json'), 'utf8')) as Product[]
  const settings = readEncodeSettings({ text: settingsOf(text), image: settingsOf(image) })
  const context = { dataDir: join(here, '..', '.data'), onProgress: report }
  await mkdir(out, { recursive: true })

  const textEncoder = await createEncoder('text', settings.text!, context)
  const texts = products.map(({ name, description }) => itemText(name, description))
  await encode('text', textEncoder, texts)

  const imageEncoder = await createEncoder('image', settings.image!, context)
  const photos: Uint8Array[] = []
  for (const { image } of products) photos.push(await fetchPhoto(image, { folder: join(here, 'images') }))
  await encode('image', imageEncoder, photos)
  await writeFile(
    join(out, 'encoders.json'),
    `${JSON.stringify({ text: textEncoder.id, image: imageEncoder.id }, null, 2)}\n`,
  )

  async function encode<M extends Modality>(
    name: M,
    encoder: Encoder<M>,
    contents: Parameters<Encoder<M>['encode']>[0],
  ) {
    const started = performance.now()
    const outcomes = await encoder.encode(contents)
    const seconds = (performance.now() - started) / 1000
    await encoder.close()
    const vectors = outcomes.map((outcome, i) => {
      if (!outcome.ok) throw new EncodeError('CONTENT', `${products[i]!.name} (${name}): ${outcome.reason}`)
      return outcome.vector
    })
    const rows = Float32Array.from(vectors.flatMap((vector) => [...vector]))
    await writeFile(join(out, `${name}_feat.npy`), encodeNpy(rows, [vectors.length, encoder.dimension]))
    const categories = products.map(({ facets }) => facets.category.join('/'))
    console.log(`${name}: ${encoder.id}`)
    console.log(
      `${name}: ${vectors.length} vectors of ${encoder.dimension} numbers, ${(vectors.length / seconds).toFixed(1)} per second; ` +
        `same category among the ${NEIGHBOURS} nearest: ${sameCategory(vectors, categories).toFixed(3)}`,
    )
  }
}

function settingsOf(option: string): unknown {
  if (!option.startsWith('{')) return { provider: option }
  try {
    return JSON.parse(option)
  } catch {
    throw new EncodeError('CONFIGURATION', `${option} is not JSON (see --help)`)
  }
}

/** How many of each product's nearest neighbours by cosine have its category, on average. */
function sameCategory(vectors: Float32Array[], categories: string[]): number {
  let same = 0
  for (const [i, vector] of vectors.entries()) {
    const nearest = vectors
      .map((other, j) => ({
        j,
        cosine: j === i ? -Infinity : other.reduce((sum, value, k) => sum + value * vector[k]!, 0),
      }))
      .sort((a, b) => b.cosine - a.cosine)
      .slice(0, NEIGHBOURS)
    same += nearest.filter(({ j }) => categories[j] === categories[i]).length
  }
  return same / (vectors.length * NEIGHBOURS)
}

function report({ message, done, total }: { message: string; done?: number; total?: number }): void {
  const share = done !== undefined && total ? ` ${Math.round((100 * done) / total)} %` : ''
  console.error(`${message}${share}`)
}
