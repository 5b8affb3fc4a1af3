/** Size of what a browser loads. */
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { projectRoot } from '../server/project-root.ts'

const SIDEBAR_LIMIT = 45 * 1024

export async function run(out: (line: string) => void): Promise<void> {
  out('\nPages')
  const lazy = ['shared-minimiser.js', 'shared-phone-finder.js']
  for (const name of ['sidebar.js', 'sidebar.css', 'console.js', 'console.css', ...lazy]) {
    const bytes = gzipSync(readFileSync(new URL(`dist/app/${name}`, projectRoot()))).length
    const when = lazy.includes(name) ? '  (fetched when text is first to leave)' : ''
    const limit = name === 'sidebar.js' ? `  (${(bytes / SIDEBAR_LIMIT).toFixed(2)} of the limit, 45 KB)` : ''
    out(`  ${name.padEnd(22)} ${(bytes / 1024).toFixed(1)} KB gzip${limit}${when}`)
  }
}
