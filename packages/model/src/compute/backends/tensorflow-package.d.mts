/** See tensorflow-package.mjs. */
export function loadTensorflow(folder: string): { readonly gpu: boolean; readonly version: string }
