import { complexityFromQuery } from '@pothos/plugin-complexity'
import { type DocumentNode, type GraphQLError, type GraphQLSchema, Kind, type OperationDefinitionNode } from 'graphql'
import { requestError } from '../errors/request-error.ts'

/** The most one operation may cost: some 200 recommendations with their items and explanations. */
export const COST_LIMIT = 10_000

/** What a bounded list without a `first` of its own (components, epochs, errors) multiplies its entries by. */
export const LIST_WEIGHT = 5

/** Cost of a field that computes its explanation: the model decomposes the score of the entry. */
export const EXPLANATION_COST = 10

/** Cost of a connection: one for the field, and `first` times what is selected of each entry. */
export function perEntry(args: { first: number }): { field: number; multiplier: number } {
  return { field: 1, multiplier: Math.max(1, args.first) }
}

export interface OperationCost {
  readonly cost: number
  readonly limit: number
  readonly remaining: number
}

/**
 * What an operation costs: one a field, times `first` down the tree. Null where its variables don't fit their types,
 * which execution is about to say better.
 */
export function operationCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): OperationCost | null {
  // the estimator takes the first operation it meets: show it only the one that will run
  const definitions = document.definitions.filter((one) => one.kind !== Kind.OPERATION_DEFINITION || one === operation)
  const { complexity } = estimate(schema, { ...document, definitions }, variables) ?? {}
  if (complexity === undefined) return null
  return { cost: complexity, limit: COST_LIMIT, remaining: Math.max(0, COST_LIMIT - complexity) }
}

function estimate(schema: GraphQLSchema, document: DocumentNode, variables: Record<string, unknown>) {
  try {
    return complexityFromQuery(document, { schema, variables })
  } catch {
    return null
  }
}

/** The error for an operation over the limit; null for one within. */
export function costFault(cost: OperationCost | null): GraphQLError | null {
  if (!cost || cost.cost <= cost.limit) return null
  return requestError('COST_LIMIT_EXCEEDED', `This operation costs ${cost.cost}, and at most ${cost.limit} is allowed.`)
}
