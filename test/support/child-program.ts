/**
 * A TypeScript file and all that it takes, of this project and of packages, as one program, made once in a test process:
 * what starts in a process of its own is then the program, not a compiler that compiles a thousand files first, nor a
 * loader that looks for a thousand files of packages, which is a third of a server's start.
 */
import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'

/** The test command keeps them for all processes of its run. */
const OF_THE_RUN = process.env['VOUCH_TEST_PROGRAMS']
/** Below the project: a program finds its files, and packages that are no JavaScript, from where it lies. */
const FOLDER = OF_THE_RUN ?? fileURLToPath(new URL('../../tmp/programs/', import.meta.url))
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
  const program = join(FOLDER, `${name}.mjs`)
  const own = join(FOLDER, `${name}-${process.pid}.new.mjs`)
  // Only within a run is it of the sources as they are. Whoever makes it beside another puts the same in its place.
  if (OF_THE_RUN === undefined || !existsSync(program)) {
    buildSync({
      ...{ entryPoints: [fileURLToPath(source)], outfile: own, bundle: true },
      ...{ platform: 'node', format: 'esm', external: NO_JAVASCRIPT, banner: { js: REQUIRE } },
      ...{ minifyWhitespace: true, minifySyntax: true, logLevel: 'error' },
    })
    renameSync(own, program)
  }
  made.set(source.href, program)
  return program
}
