/** The folder in which one run of the tests keeps what it makes. It is named after the run, so that a later one sees whose it is. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const OF_A_RUN = /^vouch-tests-(\d+)-/

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code !== 'ESRCH'
  }
}

/** A run that was killed could not clear up: its folder is taken away by the next. */
function clearUpAfterOthers(place) {
  for (const name of readdirSync(place)) {
    const pid = OF_A_RUN.exec(name)?.[1]
    if (pid !== undefined && !isAlive(Number(pid)))
      rmSync(join(place, name), { recursive: true, force: true })
  }
}

/** @returns a new one below `place`. */
export function runFolder(place) {
  clearUpAfterOthers(place)
  return mkdtempSync(join(place, `vouch-tests-${process.pid}-`))
}
