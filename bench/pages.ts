/** Size of what a browser loads. */
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { projectRoot } from '../server/project-root.ts'

const SIDEBAR_LIMIT = 45 * 1024

export async function run(out: (line: string) => void): Promise<void> {
  out('\nPages')
  for (const name of ['sidebar.js', 'sidebar.css', 'console.js', 'console.css']) {
    const bytes = gzipSync(readFileSync(new URL(`dist/app/${name}`, projectRoot()))).length
    const limit = name === 'sidebar.js' ? `  (${(bytes / SIDEBAR_LIMIT).toFixed(2)} of the limit, 45 KB)` : ''
    out(`  ${name.padEnd(12)} ${(bytes / 1024).toFixed(1)} KB gzip${limit}`)
  }
}
