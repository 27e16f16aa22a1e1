/** One line of the native engine's log: Prisma's command line parses standard error as JSON, a line at a time. */
export function log(level, message, errorCode) {
  const fields = errorCode ? { message, error_code: errorCode } : { message }
  process.stderr.write(
    `${JSON.stringify({ timestamp: new Date().toISOString(), level, fields, target: 'schema_engine::logger' })}\n`,
  )
}
