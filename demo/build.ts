// Computes text_feat.npy and traits.json from products.json and image_feat.npy. Run it after a change of either, and
// commit the result: npx tsx demo/build.ts
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { encodeNpy, readNpy } from '@trifold/model/data'
import { DEMO_DIR, latentSemanticVectors, readProducts, separateTraits } from './src/index.ts'

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
