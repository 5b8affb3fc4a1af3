/** Size of what a browser loads. */
import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { projectRoot } from '../server/project-root.ts'

const SIDEBAR_LIMIT = 45 * 1024

export async function run(out: (line: string) => void): Promise<void> {
  out('\nPages')
  const folder = new URL('dist/app/', projectRoot())
  const own = ['sidebar.js', 'sidebar.css', 'console.js', 'console.css']
  const shared = readdirSync(folder).filter((name) => name.startsWith('shared-') && name.endsWith('.js'))
  for (const name of [...own, ...shared.toSorted()]) {
    const bytes = gzipSync(readFileSync(new URL(name, folder))).length
    const when = shared.includes(name) ? '  (a part of its own, fetched when it is needed)' : ''
    const limit = name === 'sidebar.js' ? `  (${(bytes / SIDEBAR_LIMIT).toFixed(2)} of the limit, 45 KB)` : ''
    out(`  ${name.padEnd(22)} ${(bytes / 1024).toFixed(1)} KB gzip${limit}${when}`)
  }
}
