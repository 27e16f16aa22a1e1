import type { RecommendationList } from './list.ts'

const SOURCES: Readonly<Record<RecommendationList['source'], string>> = {
  MODEL: 'Ranked by the model',
  SIMILAR: 'Ranked by likeness',
  POPULAR: 'Not personal: what most shoppers take',
}

/** Where a list comes from, in one line: source, version, recipe. */
export function sourceLine({ source, modelVersion }: Pick<RecommendationList, 'source' | 'modelVersion'>): string {
  if (!modelVersion) return SOURCES[source]
  const recipe = modelVersion.base.toUpperCase() + (modelVersion.isMrdib ? ' with MRdIB' : '')
  return `${SOURCES[source]}, version ${modelVersion.number} (${recipe})`
}
