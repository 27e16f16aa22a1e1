/** What a shell reports for a program ended by Ctrl-C. */
const INTERRUPTED = 130

/** How long the work may take to stop by itself. */
const GRACE_MS = 800

/**
 * Runs work that Ctrl-C (or SIGTERM) stops: its signal is aborted, what it opened is closed by its own `finally`, and the
 * program ends with 130, at the latest after `GRACE_MS`, and at once on a second Ctrl-C.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(INTERRUPTED)
    controller.abort()
    setTimeout(() => process.exit(INTERRUPTED), GRACE_MS).unref()
  }
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  try {
    return await work(controller.signal)
  } catch (error) {
    if (!controller.signal.aborted) throw error
    process.stderr.write('Stopped.\n')
    process.exit(INTERRUPTED)
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
  }
}
