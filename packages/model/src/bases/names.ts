/** The base recommenders, in the order in which tables list them. */
export const BASE_NAMES = ['bpr', 'lightgcn', 'vbpr', 'mmgcn', 'dualgnn', 'freedom', 'mgcn', 'soil'] as const

export type BaseName = (typeof BASE_NAMES)[number]

/** Bases whose score has a term of the modality features themselves; with the others they act through graphs. */
export const MODAL_SCORES: ReadonlySet<string> = new Set<BaseName>(['vbpr'])

/** What a base reads of modalities: feature vectors, or at least graphs of similar items, which vectors give too. */
export const BASE_READS: Readonly<Partial<Record<BaseName, 'vectors' | 'graphs'>>> = {
  vbpr: 'vectors',
  mmgcn: 'vectors',
  dualgnn: 'vectors',
  freedom: 'graphs',
  mgcn: 'graphs',
  soil: 'graphs',
}

/** Bases that project modality features, and so can carry MRdIB. */
export const MODAL_BASES: ReadonlySet<string> = new Set(Object.keys(BASE_READS))
