/**
 * A TypeScript file and all that it takes, of this project and of packages, as one program, made once in a test process:
 * what starts in a process of its own is then the program, not a compiler that compiles a thousand files first, nor a
 * loader that looks for a thousand files of packages, which is a third of a server's start.
 */
import { mkdirSync, renameSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'

/** Below the project: a program finds its files, and packages that are no JavaScript, from where it lies. */
const FOLDER = fileURLToPath(new URL('../../tmp/programs/', import.meta.url))
const NO_JAVASCRIPT = ['better-sqlite3', 'onnxruntime-web', 'pg-native']
/** Packages that are no modules ask for the system's by `require`. */
const REQUIRE =
  "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);"
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
    ...{ platform: 'node', format: 'esm', external: NO_JAVASCRIPT, banner: { js: REQUIRE } },
    ...{ minifyWhitespace: true, minifySyntax: true, logLevel: 'error' },
  })
  renameSync(own, program)
  made.set(source.href, program)
  return program
}
