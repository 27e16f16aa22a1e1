/** Exit status that a shell reports for a program ended by Ctrl-C. */
const INTERRUPTED = 130

/** How long the work may take to stop by itself. */
const GRACE_MS = 800

/**
 * Runs work that Ctrl-C or SIGTERM stops. The first signal aborts the work's own signal, and the work closes what it opened.
 * The program then ends with 130, at the latest after `GRACE_MS`. A second Ctrl-C ends it at once.
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
