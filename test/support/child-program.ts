/**
 * A TypeScript file and all that it takes from this project as one program, made once in a test process: what starts in
 * a process of its own is then the program, not a compiler that compiles a thousand files first.
 */
import { mkdirSync, renameSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'

/** Below the project: a program finds its packages and its files from where it lies. */
const FOLDER = fileURLToPath(new URL('../../tmp/programs/', import.meta.url))
const made = new Map<string, string>()

/** @param source its URL, of the whole project. */
export function childProgram(source: URL): string {
  const known = made.get(source.href)
  if (known !== undefined) return known
  mkdirSync(FOLDER, { recursive: true })
  const name = basename(source.pathname, '.ts')
  // A name for each test process that there is at a time, so that they neither wait for each other nor pile up.
  const program = `${FOLDER}${name}-${process.env['MOCHA_WORKER_ID'] ?? 'alone'}.mjs`
  const own = `${FOLDER}${name}-${process.pid}.new.mjs`
  buildSync({
    ...{ entryPoints: [fileURLToPath(source)], outfile: own, bundle: true },
    ...{ platform: 'node', format: 'esm', packages: 'external', logLevel: 'error' },
  })
  renameSync(own, program)
  made.set(source.href, program)
  return program
}
