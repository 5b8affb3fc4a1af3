/** Folders that are gone when the tests end. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'mocha'

const made: string[] = []

export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-test-'))
  made.push(folder)
  return folder
}

after(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})
