export { ModelHost, watchModel, type PinnedModel } from './model-host.ts'
export { Popularity } from './popularity.ts'
export { openModel, type ServedModel } from './served-model.ts'
export { listenToTraining, TrainingFeed } from './training-feed.ts'
