import { fileURLToPath } from 'node:url'
import { ApolloServer } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled'
import fastifyApollo, { fastifyApolloDrainPlugin } from '@as-integrations/fastify'
import cors from '@fastify/cors'
import staticFiles from '@fastify/static'
import websocket from '@fastify/websocket'
import Fastify, { type FastifyInstance } from 'fastify'
import { makeHandler } from 'graphql-ws/use/@fastify/websocket'
import { type Caller, identify } from './auth/caller.ts'
import type { Context, Platform } from './context.ts'
import { formatError } from './errors/format.ts'
import { registerHealth } from './health.ts'
import { costPlugin } from './limits/cost-plugin.ts'
import { BODY_LIMIT_BYTES, documentRules, PARSE_OPTIONS } from './limits/document.ts'
import { openPlatform } from './platform.ts'
import { createSchema } from './schema/index.ts'
import { socketServer } from './subscriptions/websocket.ts'

const PHOTOS = fileURLToPath(new URL('../../../demo/images', import.meta.url))

export interface ApiOptions {
  readonly databaseUrl: string
  /** Folder that holds the artifacts of models. */
  readonly dataDir: string
  /** 0 takes a free one. */
  readonly port: number
  /** Address to listen on; this machine only by default. */
  readonly host?: string
  /** Hides the schema (no introspection, no suggestions); by default where NODE_ENV is "production". */
  readonly production?: boolean
  readonly log?: (message: string) => void
}

export interface Api {
  readonly url: string
  /** Finish the requests under way and let go of everything. */
  close(): Promise<void>
}

/**
 * Serve the API.
 * @throws UserFacingError where the database cannot be reached; the system's error where the port is taken
 */
export async function startApi(options: ApiOptions): Promise<Api> {
  const {
    port,
    host = '127.0.0.1',
    log = logToStandardError,
    production = process.env.NODE_ENV === 'production',
  } = options
  const platform = await openPlatform({ databaseUrl: options.databaseUrl, dataDir: options.dataDir, log })
  try {
    const server = await createServer(platform, production, log)
    const url = await server.listen({ port, host })
    return {
      url,
      async close() {
        await server.close()
        await platform.close()
      },
    }
  } catch (error) {
    await platform.close()
    throw error
  }
}

async function createServer(
  platform: Platform,
  production: boolean,
  log: (message: string) => void,
): Promise<FastifyInstance> {
  const server = Fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: 'idle',
    return503OnClosing: false, // what came in over an open connection is answered
    routerOptions: { ignoreTrailingSlash: true },
  })
  closeConnectionsWhenDone(server)
  const schema = createSchema()
  const rules = documentRules()
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
    formatError: (formatted, error) => formatError(error, formatted, log),
    // cache control would hook into every field, and there is no cache before this API to tell
    plugins: [
      costPlugin,
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      fastifyApolloDrainPlugin(server),
    ],
  })
  await apollo.start()
  const contextFor = (caller: Caller): Context => ({ ...platform, caller, model: platform.models.pin() })
  // No cookies are used, so any origin may ask: it can do nothing that it could not do without a browser.
  await server.register(cors, { origin: '*', methods: ['GET', 'POST'] })
  await server.register(websocket, { options: { maxPayload: BODY_LIMIT_BYTES } })
  await server.register(staticFiles, {
    root: PHOTOS,
    prefix: '/media/',
    maxAge: '30d',
    index: false,
    decorateReply: false,
  })
  await server.register(fastifyApollo(apollo), {
    method: ['POST'],
    context: async (request) => contextFor(await identify(platform.prisma, request.headers.authorization)),
  })
  server.route({
    method: 'GET',
    url: '/graphql',
    handler: (_request, reply) =>
      reply
        .code(405)
        .header('allow', 'POST')
        .send({ errors: [{ message: 'Send GraphQL by POST.', extensions: { code: 'BAD_REQUEST' } }] }),
    wsHandler: makeHandler(socketServer({ schema, rules, platform, contextFor, log })),
  })
  registerHealth(server, platform)
  return server
}

/** Closing drops idle connections only: one whose last answer is under way must not be kept alive after it. */
function closeConnectionsWhenDone(server: FastifyInstance): void {
  let closing = false
  server.addHook('preClose', async () => void (closing = true))
  server.addHook('onSend', async (_request, reply) => {
    if (closing) void reply.header('connection', 'close')
  })
}

function logToStandardError(message: string): void {
  process.stderr.write(`api: ${message}\n`)
}
