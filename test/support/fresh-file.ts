/**
 * An empty store of today's schema as a file, copied where one is needed: the steps of all versions are taken once in a
 * process and not for every test. What they do from an empty folder is tested where a server or a command starts.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openSqliteStore } from '../../server/adapters/sqlite-store.ts'
import { tempFolder } from './temp-folder.ts'

let image: Promise<Buffer> | null = null

async function makeImage(): Promise<Buffer> {
  const file = join(tempFolder(), 'vouch.sqlite')
  await (await openSqliteStore(file)).close()
  return readFileSync(file)
}

/** Where there is a store already nothing is done. */
export async function freshFile(folder: string): Promise<void> {
  const file = join(folder, 'vouch.sqlite')
  if (existsSync(file)) return
  image ??= makeImage()
  writeFileSync(file, await image, { mode: 0o600 })
}
