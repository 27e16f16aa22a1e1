import cliProgress from 'cli-progress'

export interface Bar {
  /** @param done in the unit of `total` given at the start; `note` stands behind the bar. */
  update(done: number, note?: string): void
  stop(): void
}

export interface Progress {
  start(label: string, total: number): Bar
}

/** A bar that redraws itself on a terminal; a line every ten per cent where standard error is a file or a pipe. */
export const terminalProgress: Progress = {
  start: (label, total) => (process.stderr.isTTY ? redrawnBar(label, total) : printedBar(label, total)),
}

function redrawnBar(label: string, total: number): Bar {
  const bar = new cliProgress.SingleBar({
    format: `${label} {bar} {percentage}% {note}`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 28,
    hideCursor: true,
    clearOnComplete: false,
    stream: process.stderr,
  })
  bar.start(total, 0, { note: '' })
  return { update: (done, note = '') => bar.update(done, { note }), stop: () => bar.stop() }
}

function printedBar(label: string, total: number): Bar {
  let printed = -1
  return {
    update(done, note = '') {
      const tenth = Math.floor((10 * done) / total)
      if (tenth <= printed) return
      printed = tenth
      process.stderr.write(`${label}: ${tenth * 10} %${note && ` (${note})`}\n`)
    },
    stop: () => undefined,
  }
}
