export { type FailedRequest, formatError } from './format-error.ts'
export { REQUEST_ERROR_CODES, requestError, type RequestErrorCode } from './request-error.ts'
export { USER_ERROR_CODES, userError, type UserError, type UserErrorCode } from './user-error.ts'
