export { createLargeWorld, type LargeWorldOptions } from './large-world.ts'
export {
  createWorld,
  likes,
  WORLD_KINDS,
  type Taste,
  type World,
  type WorldKind,
  type WorldOptions,
  type WorldTruth,
} from './world.ts'
export { worlds } from './worlds.ts'
