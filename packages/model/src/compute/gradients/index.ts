import { registerArithmetic } from './arithmetic.ts'
import { registerElementwise } from './elementwise.ts'
import { registerReductions } from './reductions.ts'
import { registerShapes } from './shapes.ts'

/** Registers the gradients of the plain operations that models and reference bodies are written in. */
export function registerGradients(): void {
  registerArithmetic()
  registerElementwise()
  registerReductions()
  registerShapes()
}
