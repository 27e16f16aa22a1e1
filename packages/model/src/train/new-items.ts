import type { Parameters } from '../bases/parameters.ts'

/**
 * Gives new items the mean of the others' rows in every table of items: of an item nobody could take yet, the ids say
 * what they say of an average one. Ranking new items is then left to their features, where chance rows would add noise
 * and log popularity would put them last.
 *
 * @param newItems 1 for new items. `[items]`
 */
export function takeMeanRows(parameters: Parameters, newItems: Uint8Array): void {
  const known = newItems.reduce((sum, isNew) => sum + (isNew ? 0 : 1), 0)
  for (const { scope, table } of parameters.all) {
    if (scope !== 'items') continue
    const { dimension, values } = table
    const mean = new Float64Array(dimension)
    for (let at = 0; at < values.length; at++) {
      if (!newItems[Math.floor(at / dimension)]) mean[at % dimension] += values[at] / known
    }
    for (let at = 0; at < values.length; at++) {
      if (newItems[Math.floor(at / dimension)]) values[at] = mean[at % dimension]
    }
  }
}
