// A process for the test of `queue.ts`: for each database URL on its standard input it prepares the database as a worker
// and as an API process do, and answers with one line.
import { createInterface } from 'node:readline'
import { createPool } from '../database/index.ts'
import { migrate } from '../migrate/index.ts'
import { createQueue, queueTraining } from '../registry/index.ts'

console.log('ready')
for await (const url of createInterface({ input: process.stdin })) {
  const pool = createPool(url)
  try {
    await migrate(url)
    const [boss] = await Promise.all([createQueue(url), queueTraining(pool, {})])
    await boss.stop({ graceful: false })
    console.log('done')
  } catch (error) {
    console.log((error as Error).message)
  } finally {
    await pool.end()
  }
}
