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
import { type Caller, identify } from '../auth/caller.ts'
import type { Context, Platform } from '../context.ts'
import { formatError } from '../errors/format.ts'
import { requestError } from '../errors/request-error.ts'
import { costFault, operationCost } from '../limits/cost.ts'
import { PARSE_OPTIONS } from '../limits/document.ts'

export interface SocketOptions {
  readonly schema: GraphQLSchema
  readonly rules: readonly ValidationRule[]
  readonly platform: Platform
  readonly contextFor: (caller: Caller) => Context
  readonly log: (message: string) => void
}

interface Extra extends Record<PropertyKey, unknown> {
  readonly request: FastifyRequest
  caller?: Caller
}

/**
 * graphql-ws for subscriptions only: queries and mutations go by POST, so that each passes Apollo's checks. A document
 * meets the same limits as there. The key comes as the connection parameter `authorization`.
 */
export function socketServer({
  schema,
  rules,
  platform,
  contextFor,
  log,
}: SocketOptions): ServerOptions<Record<string, unknown>, Extra> {
  const show = (error: GraphQLError) => formatError(error, error.toJSON(), log)
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
      const args = prepare(schema, rules, payload)
      if (Array.isArray(args)) return args as readonly GraphQLError[]
      return { ...(args as ExecutionArgs), contextValue: contextFor(extra.caller ?? { scope: 'ANYONE' }) }
    },
    onError: (_context, _id, _payload, errors) => errors.map((error) => show(error as GraphQLError)),
    onNext: (_context, _id, _payload, _args, result) =>
      result.errors ? { ...result, errors: result.errors.map((error) => show(error as GraphQLError)) } : undefined,
  }
}

/** A checked operation ready to run, or what is wrong with it. */
function prepare(
  schema: GraphQLSchema,
  rules: readonly ValidationRule[],
  payload: SubscribePayload,
): ExecutionArgs | GraphQLError[] {
  const document = parsed(payload.query)
  if (document instanceof GraphQLError) return [document]
  const errors = validate(schema, document, [...specifiedRules, ...rules])
  if (errors.length > 0) return errors.map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED'))
  const operation = getOperationAST(document, payload.operationName)
  if (operation?.operation !== 'subscription') {
    return [
      requestError(
        'BAD_USER_INPUT',
        'Only subscriptions are served over WebSocket: send queries and mutations by POST.',
      ),
    ]
  }
  const variableValues = payload.variables ?? {}
  const fault = costFault(operationCost(schema, document, operation, variableValues))
  return fault ? [fault] : { schema, document, operationName: payload.operationName, variableValues }
}

function parsed(query: string) {
  try {
    return parse(query, PARSE_OPTIONS)
  } catch (error) {
    if (error instanceof GraphQLError) return coded(error, 'GRAPHQL_PARSE_FAILED')
    throw error
  }
}

function coded(error: GraphQLError, code: string): GraphQLError {
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
