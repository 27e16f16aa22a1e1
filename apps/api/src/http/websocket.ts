import type { FastifyRequest } from 'fastify'
import {
  type ExecutionArgs,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  parse,
  specifiedRules,
  validate,
  type ValidationRule,
} from 'graphql'
import type { ServerOptions, SubscribePayload } from 'graphql-ws'
import { ANONYMOUS, type Caller, identify } from '../auth/index.ts'
import type { Context, Platform } from '../context/index.ts'
import { formatError, requestError } from '../errors/index.ts'
import { costError, operationCost, PARSE_OPTIONS } from '../limits/index.ts'

export interface SocketOptions {
  readonly schema: GraphQLSchema
  readonly rules: readonly ValidationRule[]
  readonly platform: Platform
  readonly contextFor: (caller: Caller) => Context
}

interface Extra extends Record<PropertyKey, unknown> {
  readonly request: FastifyRequest
  caller?: Caller
}

/**
 * graphql-ws for subscriptions only: queries and mutations go by POST, where each passes Apollo's checks.
 * A document meets the same limits as there. The key is the connection parameter `authorization`.
 */
export function socketServer({
  schema,
  rules,
  platform,
  contextFor,
}: SocketOptions): ServerOptions<Record<string, unknown>, Extra> {
  const format = (error: GraphQLError, { request }: Extra) => formatError(error, error.toJSON(), request)
  return {
    schema,
    async onConnect({ connectionParams, extra }) {
      try {
        extra.caller = await identify(platform.prisma, connectionParams?.authorization)
        return true
      } catch (error) {
        if (error instanceof GraphQLError) return false // closed with 4403: Forbidden
        throw error
      }
    },
    onSubscribe: ({ extra }, _id, payload) => {
      const prepared = prepare(schema, rules, payload)
      if ('errors' in prepared) return prepared.errors
      return { ...prepared.operation, contextValue: contextFor(extra.caller ?? ANONYMOUS) }
    },
    onError: ({ extra }, _id, _payload, errors) => errors.map((error) => format(error as GraphQLError, extra)),
    onNext: ({ extra }, _id, _payload, _args, result) =>
      result.errors
        ? { ...result, errors: result.errors.map((error) => format(error as GraphQLError, extra)) }
        : undefined,
  }
}

/** A checked operation that is ready to run, or its errors. */
function prepare(
  schema: GraphQLSchema,
  rules: readonly ValidationRule[],
  payload: SubscribePayload,
): { operation: ExecutionArgs } | { errors: readonly GraphQLError[] } {
  const document = parseQuery(payload.query)
  if (document instanceof GraphQLError) return { errors: [document] }
  const errors = validate(schema, document, [...specifiedRules, ...rules])
  if (errors.length > 0) return { errors: errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')) }
  const operation = getOperationAST(document, payload.operationName)
  if (operation?.operation !== 'subscription') {
    const message = 'Only subscriptions are served over WebSocket: send queries and mutations by POST.'
    return { errors: [requestError('BAD_USER_INPUT', message)] }
  }
  const variableValues = payload.variables ?? {}
  const overLimit = costError(operationCost(schema, document, operation, variableValues))
  if (overLimit) return { errors: [overLimit] }
  return { operation: { schema, document, operationName: payload.operationName, variableValues } }
}

function parseQuery(query: string) {
  try {
    return parse(query, PARSE_OPTIONS)
  } catch (error) {
    if (error instanceof GraphQLError) return withCode(error, 'GRAPHQL_PARSE_FAILED')
    throw error
  }
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  const { message, nodes, source, positions, path, originalError, extensions } = error
  return new GraphQLError(message, {
    nodes,
    source,
    positions,
    path,
    originalError,
    extensions: { code, ...extensions },
  })
}
