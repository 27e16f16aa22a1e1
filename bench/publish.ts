import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/** Prints a report, and writes it to a file where one is named. */
export async function publish(text: string, file: string | undefined): Promise<void> {
  console.log(text)
  if (file === undefined) return
  await mkdir(dirname(resolve(file)), { recursive: true })
  await writeFile(file, text)
}
