// Computes what demo/ holds beside products, photos and picture vectors: the word vectors, and the traits that the
// simulated shoppers' tastes are made of. Run it after a change of products.json or image_feat.npy, and commit what it
// writes: npx tsx demo/build.ts
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DEMO_DIR, latentSemanticVectors, readProducts, separateTraits } from '@trifold/catalog/demo'
import { encodeNpy, readNpy } from '@trifold/model/data'

const TEXT_DIMENSION = 12

const products = await readProducts()
const texts = latentSemanticVectors(products, TEXT_DIMENSION)
await writeFile(join(DEMO_DIR, 'text_feat.npy'), encodeNpy(texts.flat(), [texts.length, TEXT_DIMENSION]))

const traits = separateTraits(await readRows(join(DEMO_DIR, 'image_feat.npy')), texts)
const lines = Object.entries(traits).map(
  ([name, rows]: [string, number[][]]) =>
    `  "${name}": [\n${rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n')}\n  ]`,
)
await writeFile(join(DEMO_DIR, 'traits.json'), `{\n${lines.join(',\n')}\n}\n`)
console.log(`Wrote text_feat.npy and traits.json for ${products.length} products.`)

async function readRows(path: string): Promise<number[][]> {
  const file = await readNpy(path)
  const rows: number[][] = []
  for await (const chunk of file.chunks()) {
    for (let row = 0; row < chunk.rows; row++) {
      rows.push(Array.from(chunk.values.subarray(row * file.columns, (row + 1) * file.columns)))
    }
  }
  return rows
}
