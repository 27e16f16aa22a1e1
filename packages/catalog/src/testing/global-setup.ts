import { prepareTestCluster } from './cluster.ts'

/** vitest's `globalSetup`: all suites of a run share one server, which the first that needs it starts. */
export default prepareTestCluster
