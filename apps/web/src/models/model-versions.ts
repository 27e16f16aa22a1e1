import { type ApiError, ask, graphql, type ModelVersionsQuery } from '../api/index.ts'

const MODEL_VERSIONS = graphql(/* GraphQL */ `
  query ModelVersions($first: Int!, $after: String) {
    modelVersions(first: $first, after: $after) {
      edges {
        node {
          id
          number
          status
          base
          isMrdib
          metrics
          seed
          backend
          createdAt
          promotedAt
          promotionReason
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)

export type ModelVersion = ModelVersionsQuery['modelVersions']['edges'][number]['node']

const LATEST = 20
const PAGE = 100
/** The search for the production version ends after this many versions. */
const MAX_SEARCHED = 2000

/**
 * The production version first, then the other latest versions, newest first. The production version may be older
 * than the latest ones: the API cannot filter by status, so this reads on until it is found.
 */
export async function readModelVersions(
  adminKey: string,
): Promise<{ versions: ModelVersion[] | null; error: ApiError | null }> {
  const latest: ModelVersion[] = []
  let production: ModelVersion | undefined
  let after: string | null = null
  let searched = 0
  do {
    const first: number = searched === 0 ? LATEST : PAGE
    const { data, error }: Awaited<ReturnType<typeof readPage>> = await readPage(first, after, adminKey)
    if (!data) return { versions: null, error }
    const page = data.modelVersions.edges.map(({ node }) => node)
    if (searched === 0) latest.push(...page)
    production = page.find(({ status }) => status === 'PRODUCTION')
    searched += page.length
    after = data.modelVersions.pageInfo.hasNextPage ? data.modelVersions.pageInfo.endCursor : null
  } while (!production && after && searched < MAX_SEARCHED)
  const others = latest.filter(({ status }) => status !== 'PRODUCTION')
  return { versions: production ? [production, ...others] : others, error: null }
}

function readPage(first: number, after: string | null, adminKey: string) {
  return ask(MODEL_VERSIONS, { first, after }, adminKey)
}

export type DataPart = 'valid' | 'test'
export type Metric = 'recall' | 'ndcg'

/** The metric columns of the comparison, in order. */
export const METRIC_COLUMNS: readonly { part: DataPart; metric: Metric; cutoff: number; label: string }[] = [
  { part: 'valid', metric: 'recall', cutoff: 20, label: 'Recall@20' },
  { part: 'valid', metric: 'ndcg', cutoff: 20, label: 'NDCG@20' },
  { part: 'test', metric: 'recall', cutoff: 5, label: 'Recall@5' },
  { part: 'test', metric: 'recall', cutoff: 20, label: 'Recall@20' },
  { part: 'test', metric: 'ndcg', cutoff: 5, label: 'NDCG@5' },
  { part: 'test', metric: 'ndcg', cutoff: 20, label: 'NDCG@20' },
]

/** One value of a version's metrics, JSON like `{ valid: { recall: { "20": 0.4 } } }`; null when it is missing. */
export function metricOf(metrics: unknown, part: DataPart, metric: Metric, cutoff: number): number | null {
  let value = metrics
  for (const key of [part, metric, String(cutoff)]) {
    if (typeof value !== 'object' || value === null) return null
    value = (value as Record<string, unknown>)[key]
  }
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
