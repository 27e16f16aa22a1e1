import { z } from 'zod'

/** Who reads a variable. */
export type Reader = 'launcher' | 'cli' | 'api' | 'worker' | 'web' | 'bench' | 'build' | 'tests'

/** What the documentation says about a variable beside its type. */
export interface About {
  readonly description: string
  /** As the documentation prints it; absent where nothing happens without the variable. */
  readonly default?: string
  readonly readBy: readonly Reader[]
  /** `internal` variables are set by Trifold's own programs or by npm, not by users. */
  readonly group: 'platform' | 'computation' | 'development' | 'internal'
  /** Its value never appears in an error. */
  readonly secret?: boolean
}

/** What holds where a variable is not set. The launcher takes the next free port instead of failing. */
export const DEFAULTS = {
  apiPort: 4000,
  apiHost: '127.0.0.1',
  webPort: 3000,
  apiUrl: 'http://127.0.0.1:4000',
  logLevel: 'info',
} as const

/** What can run the computation, in the order of preference; a test compares the list with the model's own. */
const BACKENDS = ['tensorflow', 'webgpu', 'core-native', 'core-wasm', 'cpu'] as const
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
const MAX_PORT = 65_535
const MAX_THREADS = 256

/** A whole number in decimal digits. The `error` completes the sentence "NAME must be ...". */
function wholeNumber(least: number, most: number, error: string) {
  return z
    .string()
    .regex(/^\d{1,9}$/, { error })
    .transform(Number)
    .pipe(z.number().min(least, { error }).max(most, { error }))
}

const port = () => wholeNumber(0, MAX_PORT, `a port number from 0 to ${MAX_PORT}`)
const oneOf = <T extends readonly string[]>(values: T) => z.enum(values, { error: `one of ${values.join(', ')}` })
const urlOf = (protocols: RegExp, error: string) =>
  z.string().refine((text) => URL.canParse(text) && protocols.test(new URL(text).protocol), { error })
const text = () => z.string()
/** On with any value but the empty one. */
const flag = () => z.string().transform(() => true)

const documentation = new Map<z.ZodType, About>()
function variable<T extends z.ZodType>(schema: T, about: About): z.ZodOptional<T> {
  const optional = schema.optional()
  documentation.set(optional, about)
  return optional
}

/**
 * Every environment variable that Trifold reads. Errors complete the sentence "NAME must be ...". No schema has a default
 * of its own, because processes differ in what they do without a value: see `processes.ts`.
 */
export const environmentSchema = z.object({
  DATABASE_URL: variable(urlOf(/^postgres(ql)?:$/, 'a URL of the form postgresql://user:password@host:port/database'), {
    description: 'PostgreSQL database of the catalog. API and worker need it; the launcher passes it to them.',
    default: 'the embedded PostgreSQL in `DATA_DIR` (launcher and commands)',
    readBy: ['launcher', 'cli', 'api', 'worker', 'build'],
    group: 'platform',
    secret: true,
  }),
  DATA_DIR: variable(text(), {
    description:
      'Folder of models, training runs, logs and the embedded database. A relative path starts where the command was typed.',
    default: '`.data` in the clone',
    readBy: ['launcher', 'cli', 'api', 'worker'],
    group: 'platform',
  }),
  API_PORT: variable(port(), {
    description: 'Port of the GraphQL API; 0 takes any free port.',
    default: `${DEFAULTS.apiPort}; the launcher takes the next free port`,
    readBy: ['launcher', 'api'],
    group: 'platform',
  }),
  API_HOST: variable(text(), {
    description: 'Address that the API listens on; `0.0.0.0` admits other machines.',
    default: `${DEFAULTS.apiHost} (this machine only)`,
    readBy: ['api'],
    group: 'platform',
  }),
  WEB_PORT: variable(port(), {
    description: 'Port of the storefront; 0 takes any free port.',
    default: `${DEFAULTS.webPort}; the launcher takes the next free port`,
    readBy: ['launcher', 'web'],
    group: 'platform',
  }),
  API_URL: variable(urlOf(/^https?:$/, 'a URL that starts with http:// or https://'), {
    description: 'Where the storefront finds the API, read at run time. The launcher sets it.',
    default: DEFAULTS.apiUrl,
    readBy: ['web'],
    group: 'platform',
  }),
  NODE_ENV: variable(text(), {
    description: 'With `production` the API hides its schema: no introspection, no suggestions in errors.',
    readBy: ['api'],
    group: 'platform',
  }),
  LOG_LEVEL: variable(oneOf(LOG_LEVELS), {
    description: `Least severe message that the API logs: ${LOG_LEVELS.join(', ')}.`,
    default: DEFAULTS.logLevel,
    readBy: ['api'],
    group: 'platform',
  }),
  TRIFOLD_DEBUG: variable(flag(), {
    description: 'With any value, an unexpected error of a command is printed with its stack.',
    readBy: ['cli'],
    group: 'platform',
  }),
  TRIFOLD_BACKEND: variable(oneOf(BACKENDS), {
    description: `What runs the computation: ${BACKENDS.join(', ')}. See \`trifold backends\`.`,
    default: 'the first of these that works on this machine',
    readBy: ['launcher', 'cli', 'api', 'worker', 'bench'],
    group: 'computation',
  }),
  TRIFOLD_THREADS: variable(wholeNumber(1, MAX_THREADS, `a whole number from 1 to ${MAX_THREADS}`), {
    description: 'Threads of the native core. The results do not depend on it.',
    default: 'the number of processors, at most 16',
    readBy: ['launcher', 'cli', 'api', 'worker', 'bench'],
    group: 'computation',
  }),
  TRIFOLD_TENSORFLOW: variable(text(), {
    description: 'Folder of a built TensorFlow package, for cards that the one from npm does not support.',
    default: 'the installed `@tensorflow/tfjs-node-gpu`',
    readBy: ['launcher', 'cli', 'api', 'worker', 'bench'],
    group: 'computation',
  }),
  TEST_DATABASE_URL: variable(urlOf(/^postgres(ql)?:$/, 'a PostgreSQL URL'), {
    description: 'PostgreSQL server for the tests; its user must be allowed to create databases.',
    default: 'an embedded server, started for the run',
    readBy: ['tests'],
    group: 'development',
    secret: true,
  }),
  TRIFOLD_TEST_SHOW: variable(flag(), {
    description: 'With any value, the system tests show what the programs under test print.',
    readBy: ['tests'],
    group: 'development',
  }),
  CI: variable(flag(), {
    description: 'With any value, a failed browser test is tried once more.',
    readBy: ['tests'],
    group: 'development',
  }),
  VK_DRIVER_FILES: variable(text(), {
    description: 'Vulkan driver for the WebGPU tests.',
    default: "the software driver of Debian's Chromium",
    readBy: ['tests'],
    group: 'development',
  }),
  CXX: variable(text(), {
    description: 'C++ compiler of the native core.',
    default: 'the first of `c++`, `g++`, `clang++`',
    readBy: ['build', 'bench'],
    group: 'development',
  }),
  CLANG: variable(text(), {
    description: 'Compiler of the WebAssembly core.',
    default: '`clang++`',
    readBy: ['build'],
    group: 'development',
  }),
  CODEGEN_SCHEMA: variable(text(), {
    description: 'GraphQL schema from which the types of the storefront are generated.',
    default: '`apps/api/schema.graphql`',
    readBy: ['build'],
    group: 'development',
  }),
  PRISMA_SCHEMA_ENGINE_BINARY: variable(text(), {
    description: "Engine of Prisma's migrate commands.",
    default: 'the one in `prisma/schema-engine`',
    readBy: ['build'],
    group: 'development',
  }),
  DEBUG: variable(flag(), {
    description: "With any value, Prisma's schema engine prints what it does.",
    readBy: ['build'],
    group: 'development',
  }),
  INIT_CWD: variable(text(), {
    description: 'Set by npm: the folder in which the command was typed. Relative paths start there.',
    default: 'the working directory',
    readBy: ['launcher', 'cli', 'api', 'worker'],
    group: 'internal',
  }),
  TRIFOLD_WEB_BUILD: variable(text(), {
    description: 'Set by the storefront: folder of the Next.js build that is made or served.',
    default: '`.next`',
    readBy: ['web', 'build'],
    group: 'internal',
  }),
  TRIFOLD_PREPARING: variable(flag(), {
    description: 'Set by `npm start` and `npm test`: the install hook leaves the build steps to them.',
    readBy: ['build'],
    group: 'internal',
  }),
  TRIFOLD_TEST_CLUSTER_DIR: variable(text(), {
    description: 'Set by the test runner: folder of the PostgreSQL server that the suites share.',
    readBy: ['tests'],
    group: 'internal',
  }),
  BASE_URL: variable(text(), {
    description: 'Set by the browser tests: address of the storefront under test.',
    readBy: ['tests'],
    group: 'internal',
  }),
  ADMIN_KEY: variable(text(), {
    description: 'Set by the browser tests: admin key of the shop under test.',
    readBy: ['tests'],
    group: 'internal',
    secret: true,
  }),
  NO_BROWSER: variable(text(), {
    description: 'Set by the browser tests: why there is no browser to test with.',
    readBy: ['tests'],
    group: 'internal',
  }),
  PLAYWRIGHT_JSON_OUTPUT_NAME: variable(text(), {
    description: 'Set by `npm test`: where Playwright writes its report.',
    readBy: ['tests'],
    group: 'internal',
  }),
})

export type VariableName = keyof typeof environmentSchema.shape

/** Every variable, in the order of the documentation. */
export const VARIABLE_NAMES = Object.keys(environmentSchema.shape) as readonly VariableName[]

/** What the documentation says about a variable. */
export function aboutVariable(name: VariableName): About {
  const about = documentation.get(environmentSchema.shape[name])
  if (!about) throw new Error(`The variable ${name} is not described.`)
  return about
}
