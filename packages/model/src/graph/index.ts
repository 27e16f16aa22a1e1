export {
  bipartite,
  type Bipartite,
  lightGcn,
  meanBipartite,
  type Nodes,
  sampleEdges,
  withItemsSide,
} from './bipartite.ts'
export { interestGraphs, secondOrderEdges } from './interest-graph.ts'
export { blendGraphs, type EdgeWeight, graphWeights, itemGraph, weightedSum } from './item-graph.ts'
export { modalityNeighbours, neighboursAmong, truncateNeighbours } from './nearest-items.ts'
export { sharedItemsGraph } from './user-graph.ts'
