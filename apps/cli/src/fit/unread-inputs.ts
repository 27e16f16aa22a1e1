import type { Dataset, FitConfigInput } from '@trifold/model'

/**
 * Sentences about what a data set holds and the base does not read: "bpr reads no features: image, text are unused."
 *
 * @param config of the training; settings that are not given have the defaults of the base
 */
export async function unreadInputs(
  { modalities, neighbours = [] }: Pick<Dataset, 'modalities' | 'neighbours'>,
  config: FitConfigInput,
): Promise<string[]> {
  const { fitConfigSchema, RECOMMENDERS } = await import('@trifold/model')
  const { base, graphWeight } = fitConfigSchema.parse(config)
  const reads = base === 'ease' && graphWeight > 0 ? 'graphs' : RECOMMENDERS.find(({ name }) => name === base)?.reads
  const vectors = modalities.map(({ name }) => name)
  const graphs = neighbours.map(({ name }) => name)
  if (reads === null) {
    const unused = [...new Set([...vectors, ...graphs])]
    return unused.length > 0 ? [`${base} reads no features: ${unused.join(', ')} ${areUnused(unused)}.`] : []
  }
  if (reads === 'vectors' && graphs.length > 0) {
    return [`${base} reads feature vectors only: the neighbour graphs of ${graphs.join(', ')} are unused.`]
  }
  return []
}

const areUnused = (names: readonly string[]) => (names.length === 1 ? 'is unused' : 'are unused')
