import type { InteractionType } from '../../generated/prisma/client.ts'

/**
 * Default weight of an interaction by its type: the strength of its evidence that the user likes the item. Every writer
 * of interactions uses this table. A rating is stored with the rating itself as its weight.
 */
export const INTERACTION_WEIGHTS: Readonly<Record<Exclude<InteractionType, 'RATING'>, number>> = {
  VIEW: 1,
  CLICK: 1,
  LIKE: 2,
  CART: 3,
  PURCHASE: 5,
}

/**
 * The lowest rating that counts as a like. Ratings are on a scale of 1 to 5; 4 is the usual threshold where ratings
 * become implicit feedback (Liang et al., "Variational Autoencoders for Collaborative Filtering", 2018).
 */
export const POSITIVE_RATING = 4

/**
 * SQL for the weight that training uses: the stored weight of a positive, and 0 of what is no evidence of liking, which
 * is a rating below `POSITIVE_RATING` and any weight of 0 or less.
 *
 * Columns: `type` and `weight` of `interactions`.
 */
export const TRAINING_WEIGHT_SQL = `
  CASE WHEN weight > 0 AND (type <> 'RATING' OR weight >= ${POSITIVE_RATING}) THEN weight ELSE 0::real END`
