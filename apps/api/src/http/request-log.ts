import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import type { ApolloServerPlugin } from '@apollo/server'
import {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
  LogController,
} from 'fastify'
import { shorten } from '../input/index.ts'

export interface LogOptions {
  /** Least severe level to log, as pino names them; "silent" logs nothing. */
  readonly level: string
  /** Where the lines go; standard output by default. */
  readonly stream?: { write(line: string): void }
}

/** A request id that a caller may choose: short, and harmless in any log. */
const REQUEST_ID = /^[\w.-]{1,64}$/
const REQUEST_ID_HEADER = 'x-request-id'

declare module 'fastify' {
  interface FastifyRequest {
    /** Name of the GraphQL operation, once the document is parsed. */
    operationName: string | null
  }
}

/**
 * Options that make Fastify's logger write JSON lines without secrets and personal ids.
 * A request is its method and path: no headers (keys), no query string, no address.
 * An error is its type, code, message and stack: the other properties of database errors hold rows and parameters.
 */
export function loggingOptions({ level, stream }: LogOptions): FastifyServerOptions {
  return {
    logger: {
      level,
      stream,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: {
        req: ({ method, url }) => ({ method, path: url.split('?', 1)[0] }),
        err: describeError,
      },
    },
    genReqId: ({ headers }) => {
      const given = headers[REQUEST_ID_HEADER]
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID()
    },
    logController: new OneLineARequest({ requestIdLogLabel: 'requestId' }),
  }
}

function describeError(error: unknown): { type: string; message: string; stack: string; code?: string } {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error), stack: '' }
  const { name, message, stack = '', code } = error as NodeJS.ErrnoException
  return { type: name, message, stack, ...(code === undefined ? {} : { code }) }
}

/** Logs a request when it is answered; Fastify's own controller also logs its arrival, and URLs with their query. */
class OneLineARequest extends LogController {
  override incomingRequest(): void {}

  override routeNotFound(): void {}

  override requestCompleted(err: Error | null | undefined, request: FastifyRequest, reply: FastifyReply): void {
    const { operationName, log } = request
    const answered = {
      req: request,
      status: reply.statusCode,
      milliseconds: Math.round(reply.elapsedTime * 10) / 10,
      ...(operationName ? { operationName } : {}),
    }
    if (err) log.error({ ...answered, err }, 'Request failed')
    else log.info(answered, 'Request answered')
  }
}

/** Return the id of each request in the header `x-request-id`. */
export function sendRequestIds(server: FastifyInstance): void {
  server.decorateRequest('operationName', null)
  server.addHook('onRequest', async (request, reply) => void reply.header(REQUEST_ID_HEADER, request.id))
}

/** The request that the current asynchronous call belongs to, for Apollo's hooks that do not receive it. */
export const currentRequest = new AsyncLocalStorage<FastifyRequest>()

/** Notes the operation name of each request for its line in the log. */
export const operationNamePlugin: ApolloServerPlugin = {
  async requestDidStart() {
    return {
      async didResolveOperation({ operationName }) {
        const request = currentRequest.getStore()
        if (request && operationName) request.operationName = shorten(operationName)
      },
    }
  },
}
