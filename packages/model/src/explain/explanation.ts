/** baseline + collaborative + sum(unique) + redundant + synergy = score, within 1e-5. Differences read as nats of preference. */
export interface Explanation {
  readonly score: number
  /** The user's mean score over the catalog. */
  readonly baseline: number
  /** What the ids say beyond the baseline. */
  readonly collaborative: number
  /** What only this modality says, by modality name. */
  readonly unique: Readonly<Record<string, number>>
  /** What two or more modalities say alike: what this model's decoders share, an estimate. */
  readonly redundant: number
  /** What only their combination says. */
  readonly synergy: number
}
