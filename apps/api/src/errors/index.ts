export { type FailedRequest, formatError } from './format-error.ts'
export { requestError } from './request-error.ts'
export { USER_ERROR_CODES, userError, type UserError, type UserErrorCode } from './user-error.ts'
