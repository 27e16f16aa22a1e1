import { createHash } from 'node:crypto'

/**
 * A number in [0, 1) for a piece of source, the same in every run with the same seed.
 *
 * @param {string} text source of the piece
 * @param {number} line where it starts
 * @param {number} seed
 */
export function drawFor(text, line, seed) {
  return createHash('sha256').update(`${seed} ${line} ${text}`).digest().readUInt32BE(0) / 2 ** 32
}

/** The source of a StrykerJS plugin that leaves out what is not in the sample. StrykerJS loads plugins from files. */
export function samplePlugin(share, seed) {
  return `import { createSampler } from '${import.meta.url}'
export const strykerPlugins = [{ kind: 'Ignore', name: 'sample', value: createSampler(${share}, ${seed}) }]
`
}

/**
 * Decides by statement: the largest pieces of code without a block inside are in the sample or not, with all mutants in
 * them. Blocks themselves are always in it.
 */
export function createSampler(share, seed) {
  return {
    shouldIgnore(path) {
      if (!path.isStatement() && !path.isVariableDeclarator() && !path.isExpression()) return undefined
      if (hasBlock(path)) return undefined
      const { start, end, loc } = path.node
      const text = path.hub?.file?.code?.slice(start, end) ?? `${start}-${end}`
      return drawFor(text, loc?.start.line ?? 0, seed) < share ? undefined : 'not in the sample'
    },
  }
}

function hasBlock(path) {
  if (path.isBlockStatement()) return true
  let found = false
  path.traverse({
    BlockStatement(inner) {
      found = true
      inner.stop()
    },
  })
  return found
}
