/** How L_R estimates mutual information: by a bound from below with a critic, or by one from above without a min-max. */
export const REDUNDANCY_ESTIMATORS = ['mine', 'club'] as const
export type RedundancyEstimator = (typeof REDUNDANCY_ESTIMATORS)[number]
