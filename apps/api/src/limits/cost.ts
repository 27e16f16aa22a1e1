import type { ApolloServerPlugin } from '@apollo/server'
import { complexityFromQuery } from '@pothos/plugin-complexity'
import { type DocumentNode, type GraphQLError, type GraphQLSchema, Kind, type OperationDefinitionNode } from 'graphql'
import { requestError } from '../errors/index.ts'

/** The most one operation may cost: some 200 recommendations with their items and explanations. */
const COST_LIMIT = 10_000

/** Assumed length of a bounded list without `first` (components, epochs, errors). */
export const LIST_WEIGHT = 5

/** Cost of an explanation: the model splits the score of the entry into parts. */
export const EXPLANATION_COST = 10

/** Cost of counting a whole list or of writing: one statement over many rows. */
export const STATEMENT_COST = 10

/** Cost of a connection: one for the field, and `first` times the selection of an entry. */
export function perEntry(args: { first: number }): { field: number; multiplier: number } {
  return { field: 1, multiplier: Math.max(1, args.first) }
}

export interface OperationCost {
  readonly cost: number
  readonly limit: number
  readonly remaining: number
}

/**
 * Cost of an operation: one a field, times `first` down the tree.
 * Null if its variables do not fit their types; execution reports that with a better message.
 */
export function operationCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): OperationCost | null {
  // the estimator reads the first operation of a document, so it gets only the one that will run
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

/** The error for an operation over the limit; null for one within it. */
export function costError(cost: OperationCost | null): GraphQLError | null {
  if (!cost || cost.cost <= cost.limit) return null
  return requestError('COST_LIMIT_EXCEEDED', `This operation costs ${cost.cost}; the limit is ${cost.limit}.`)
}

/** Rejects operations over the limit before they run, and adds `extensions.cost` to every response. */
export const costPlugin: ApolloServerPlugin = {
  async requestDidStart() {
    let cost: OperationCost | null = null
    return {
      async didResolveOperation({ schema, document, operation, request }) {
        cost = operation ? operationCost(schema, document, operation, request.variables ?? {}) : null
        const error = costError(cost)
        if (error) throw error
      },
      async willSendResponse({ response }) {
        if (!cost || response.body.kind !== 'single') return
        response.body.singleResult.extensions = { ...response.body.singleResult.extensions, cost }
      },
    }
  },
}
