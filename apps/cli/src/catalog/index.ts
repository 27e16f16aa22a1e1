export { followRun, type FollowOptions } from './follow-run.ts'
export { describeLoad, withLoadProgress } from './load-report.ts'
export { withSession, type Session } from './session.ts'
export { DATABASE_HELP, withCatalog } from './with-catalog.ts'
