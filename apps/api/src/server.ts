import { fileURLToPath } from 'node:url'
import { ApolloServer } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled'
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify'
import cors from '@fastify/cors'
import staticFiles from '@fastify/static'
import websocket from '@fastify/websocket'
import Fastify, { type FastifyInstance } from 'fastify'
import { makeHandler } from 'graphql-ws/use/@fastify/websocket'
import { type Caller, identify } from './auth/index.ts'
import { type Context, openPlatform, type Platform } from './context/index.ts'
import { type FailedRequest, formatError } from './errors/index.ts'
import {
  currentRequest,
  loggingOptions,
  type LogOptions,
  sendRequestIds,
  operationNamePlugin,
  registerHealth,
  socketServer,
} from './http/index.ts'
import { BODY_LIMIT_BYTES, costPlugin, documentRules, PARSE_OPTIONS } from './limits/index.ts'
import { createSchema } from './schema/index.ts'
import { deleteExpiredListsRegularly } from './services/index.ts'

const PHOTOS = fileURLToPath(new URL('../../../demo/images', import.meta.url))

export interface ApiOptions {
  readonly databaseUrl: string
  /** Folder of the model artifacts. */
  readonly dataDir: string
  /** 0 takes any free port. */
  readonly port: number
  /** Address to listen on; this machine only by default. */
  readonly host?: string
  /** Hides the schema: no introspection, no suggestions in errors. */
  readonly production: boolean
  /** Least severe level to log, as pino names them; "silent" logs nothing. */
  readonly logLevel: string
  /** Where the log goes; standard output by default. */
  readonly logStream?: LogOptions['stream']
}

export interface Api {
  readonly url: string
  /** Answer the open requests, then close all connections. */
  close(): Promise<void>
}

/**
 * Serve the API.
 * @throws UserFacingError if the database cannot be reached; the system's error if the port is taken
 */
export async function startApi(options: ApiOptions): Promise<Api> {
  const { port, host = '127.0.0.1', production } = options
  const server = Fastify({
    ...loggingOptions({ level: options.logLevel, stream: options.logStream }),
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: 'idle',
    return503OnClosing: false, // requests on an open connection are still answered
    routerOptions: { ignoreTrailingSlash: true },
  })
  const platform = await openPlatform({
    databaseUrl: options.databaseUrl,
    dataDir: options.dataDir,
    log: server.log,
  })
  const cleanup = deleteExpiredListsRegularly(platform.pool, server.log)
  const close = async () => {
    clearInterval(cleanup)
    await platform.close()
  }
  try {
    await addRoutes(server, platform, production)
    const url = await server.listen({ port, host })
    return {
      url,
      async close() {
        await server.close()
        await close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function addRoutes(server: FastifyInstance, platform: Platform, production: boolean): Promise<void> {
  closeConnectionsWhenDone(server)
  sendRequestIds(server)
  const schema = createSchema()
  const rules = documentRules()
  const outsideRequest: FailedRequest = { id: 'none', log: server.log }
  const apollo = new ApolloServer<Context>({
    schema,
    introspection: !production,
    hideSchemaDetailsFromClientErrors: production,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    stopOnTerminationSignals: false,
    parseOptions: PARSE_OPTIONS,
    validationRules: rules,
    formatError: (formatted, error) => formatError(error, formatted, currentRequest.getStore() ?? outsideRequest),
    // cache control would hook into every field, and no cache stands before this API
    plugins: [
      costPlugin,
      operationNamePlugin,
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      fastifyApolloDrainPlugin(server),
    ],
  })
  await apollo.start()
  const contextFor = (caller: Caller): Context => ({ ...platform, caller, model: platform.models.pin() })
  const answer = fastifyApolloHandler(apollo, {
    context: async (request) => contextFor(await identify(platform.prisma, request.headers.authorization)),
  })
  // Any origin is allowed: without cookies a browser can do nothing that another client could not.
  await server.register(cors, { origin: '*', methods: ['GET', 'POST'], exposedHeaders: ['x-request-id'] })
  await server.register(websocket, { options: { maxPayload: BODY_LIMIT_BYTES } })
  await server.register(staticFiles, {
    root: PHOTOS,
    prefix: '/media/',
    maxAge: '30d',
    index: false,
    decorateReply: false,
  })
  server.route({
    method: 'POST',
    url: '/graphql',
    handler: (request, reply) => currentRequest.run(request, () => answer.call(server, request, reply)),
  })
  server.route({
    method: 'GET',
    url: '/graphql',
    handler: ({ id }, reply) =>
      reply
        .code(405)
        .header('allow', 'POST')
        .send({ errors: [{ message: 'Send GraphQL by POST.', extensions: { code: 'BAD_REQUEST', requestId: id } }] }),
    wsHandler: makeHandler(socketServer({ schema, rules, platform, contextFor })),
  })
  registerHealth(server, platform)
}

/** Closing ends idle connections only, so a connection with an open request must end with its answer. */
function closeConnectionsWhenDone(server: FastifyInstance): void {
  let isClosing = false
  server.addHook('preClose', async () => void (isClosing = true))
  server.addHook('onSend', async (_request, reply) => {
    if (isClosing) void reply.header('connection', 'close')
  })
}
