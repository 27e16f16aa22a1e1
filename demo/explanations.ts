// Measures what explanations of the demo shop's shoppers are made of, by taste: the table in README.md.
// npx tsx demo/explanations.ts [seeds]
import { fit } from '@trifold/model'
import { DEMO_SETTINGS, PARTS, partsByTaste, readDemoShop, TASTES } from './src/index.ts'

const { dataset, tastes } = await readDemoShop()
const seeds = Array.from({ length: Number(process.argv[2] ?? 1) }, (_, n) => n + 1)
const found: ReturnType<typeof partsByTaste>[] = []
for (const seed of seeds) {
  const { model, report } = await fit(dataset, { ...DEMO_SETTINGS, seed })
  found.push(partsByTaste(model, tastes))
  console.error(`seed ${seed}: ${report.epochs} epochs, test NDCG@5 ${report.test.ndcg[5].toFixed(4)}`)
}
const percent = (values: readonly number[]) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return `${(100 * mean).toFixed(0)} %`
}
console.log(`| taste | ${PARTS.join(' | ')} | collaborative, of all |\n|---|${'--:|'.repeat(PARTS.length + 1)}`)
for (const taste of TASTES) {
  const cells = PARTS.map((part) => percent(found.map((one) => one[taste].parts[part])))
  console.log(`| \`${taste}\` | ${cells.join(' | ')} | ${percent(found.map((one) => one[taste].collaborative))} |`)
}
