import { prepareTestCluster } from './cluster.ts'

/** vitest's `globalSetup`: all suites of a run share one server, started by the first that needs it. */
export default prepareTestCluster
