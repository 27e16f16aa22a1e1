// The rule "rooms": a folder below `src` is a room, entered by its index only, and only from the rooms that may enter it.
import { dirname, join, normalize, sep } from 'node:path'

/** The parts of a path below the `src` of its package, with the package before it; null outside of one. */
function placeOf(file) {
  const parts = file.split(sep)
  const at = parts.lastIndexOf('src')
  if (at < 0) return null
  return { home: parts.slice(0, at + 1).join('/'), below: parts.slice(at + 1) }
}

export const rooms = {
  meta: {
    type: 'problem',
    docs: { description: 'Enter a folder below src by its index only, and only where the plan allows it.' },
    schema: [{ type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } }],
    messages: {
      index: 'Import "{{room}}" through its index.',
      wall: '"{{from}}" may not import "{{room}}": see the rooms in eslint.config.js.',
    },
  },
  create(context) {
    const own = placeOf(context.filename)
    if (!own) return {}
    const plan = context.options[0]
    const from = own.below.length > 1 ? own.below[0] : null
    const isTest = /\.test\.tsx?$/.test(context.filename) || own.below.includes('testing')
    const check = (node) => {
      const specifier = node.source?.value
      if (typeof specifier !== 'string' || !specifier.startsWith('.')) return
      const target = placeOf(normalize(join(dirname(context.filename), specifier)))
      if (!target || target.home !== own.home || target.below.length < 2) return
      const [room] = target.below
      if (room === from || room === 'gql') return // generated code has no index
      const isIndex = target.below.length === 2 && /^index\.tsx?$/.test(target.below[1])
      if (!isIndex && !target.below.includes('testing')) context.report({ node, messageId: 'index', data: { room } })
      if (plan && from && !isTest && !(plan[from] ?? []).includes(room)) {
        context.report({ node, messageId: 'wall', data: { from, room } })
      }
    }
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    }
  },
}
