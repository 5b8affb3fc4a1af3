/**
 * What a server that was killed had begun to write and nobody goes on with: a file under a name of its own beside the
 * one that it was to become, and a bundle that nobody takes any more. A month's key must not outlive its end in one.
 */
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

const BEGUN = /\.[0-9a-f]{12}\.new$/
const PLACES = ['', 'keys', 'audit', join('audit', 'cosigned')] as const
const BUNDLES = join('audit', 'bundles')
/** Longer than anybody writes at anything. */
const LONGEST_MS = 86_400_000

async function namesIn(folder: string): Promise<readonly string[]> {
  // Not every folder is there.
  return readdir(folder).catch(() => [])
}

async function isOlder(path: string, ms: number): Promise<boolean> {
  // Whoever has just ended it, or put it in its place, needs nobody.
  const found = await stat(path).catch(() => null)
  return found !== null && found.mtimeMs < ms
}

/** @param alone nobody else writes here: what is older than this process is nobody's. @returns how many went. */
export async function removeLeftFiles(dataDir: string, alone: boolean): Promise<number> {
  const before = alone ? performance.timeOrigin : Date.now() - LONGEST_MS
  const begun: string[] = []
  for (const place of PLACES)
    for (const name of await namesIn(join(dataDir, place)))
      if (BEGUN.test(name)) begun.push(join(dataDir, place, name))
  for (const name of await namesIn(join(dataDir, BUNDLES))) begun.push(join(dataDir, BUNDLES, name))
  let removed = 0
  for (const path of begun) {
    if (!(await isOlder(path, before))) continue
    await rm(path, { recursive: true, force: true })
    removed += 1
  }
  return removed
}
