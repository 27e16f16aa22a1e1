/** How far a load has come. */
export interface LoadProgress {
  /** What is being loaded now: `items`, `image`, `interactions`, ... */
  readonly step: string
  /** In the unit of `total`: bytes read of the files, or rows. */
  readonly done: number
  readonly total: number
}

export type OnProgress = (progress: LoadProgress) => void

/** What a load brought into the catalog. */
export interface ImportSummary {
  /** Users and items that were not there before. */
  readonly users: number
  readonly items: number
  readonly interactions: number
  /** Feature vectors by modality; an item without one lacks that modality. */
  readonly features: Readonly<Record<string, number>>
}
