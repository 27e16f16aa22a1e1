/** The base recommenders, in the order in which tables list them. */
export const BASE_NAMES = ['bpr', 'lightgcn', 'vbpr', 'mmgcn', 'dualgnn', 'freedom', 'mgcn', 'soil'] as const

export type BaseName = (typeof BASE_NAMES)[number]

/** Bases whose score has a term of the modality features themselves; with the others they act through graphs. */
export const MODAL_SCORES: ReadonlySet<string> = new Set<BaseName>(['vbpr'])

/** Bases that project modality features, and so can carry MRdIB. */
export const MODAL_BASES: ReadonlySet<string> = new Set<BaseName>(['vbpr', 'mmgcn', 'dualgnn', 'freedom', 'mgcn', 'soil'])
