export { interruptible } from './interrupt.ts'
export { wholeNumber } from './numbers.ts'
export { terminalProgress, type Bar, type Progress } from './progress.ts'
