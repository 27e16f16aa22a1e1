// Postgres NOTIFY channels by which processes tell each other what changed. A notification can be lost with its
// connection: whoever must not miss one looks into the table now and then as well.

/** A model version went into production; the payload is its id. */
export const MODEL_CHANNEL = 'trifold_model'

/** A training run moved on; the payload is its id. */
export const TRAINING_CHANNEL = 'trifold_training'

export type Channel = typeof MODEL_CHANNEL | typeof TRAINING_CHANNEL
