// One installer at a time: `npm start` and `npm test` started together on a fresh clone must not both fill node_modules.
// This runs before node_modules exists, so it cannot use a package such as proper-lockfile.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** The process that holds the lock; 0 while it has not written its number yet. */
function holderOf(folder) {
  try {
    return Number(readFileSync(join(folder, 'pid'), 'utf8'))
  } catch {
    return 0 // the holder is between its mkdir and its write
  }
}

/** Runs `work` while holding the lock `folder`; a lock left by a dead process is taken over. */
export async function withLock(folder, work) {
  for (let waited = 0; ; waited += 1) {
    try {
      mkdirSync(folder)
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      const holder = holderOf(folder)
      if (holder ? !isAlive(holder) : waited > 20) rmSync(folder, { recursive: true, force: true })
      else if (waited === 4) console.error(`Waiting for another installation (process ${holder}) to finish ...`)
      await sleep(250)
    }
  }
  writeFileSync(join(folder, 'pid'), String(process.pid))
  try {
    return await work()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
