// Apart from the registry, so that a command line can list the names without loading TensorFlow.js.

/** The base recommenders, in the order in which tables list them. */
export const BASE_NAMES = ['bpr', 'lightgcn', 'vbpr', 'mmgcn', 'dualgnn', 'freedom', 'mgcn', 'soil'] as const

export type BaseName = (typeof BASE_NAMES)[number]
