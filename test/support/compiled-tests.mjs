/**
 * All tests of a run as one program, made once: else each test process of each round compiles, finds and reads some two
 * thousand files again, one by one. A test run by hand needs none of this (.mocharc.json).
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { SourceMap } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const PROGRAM = 'tests.mjs'
/** It must stand before anything else is loaded: it is a program of its own, and the tests know the one that runs. */
const FIRST = 'test/support/no-network.ts'
const LOADERS = { ts: 'ts', tsx: 'tsx', mjs: 'js' }

/** In one program every file would lie where the program lies; each goes on finding what lies beside it. */
const whereItLay = {
  name: 'where-it-lay',
  setup(made) {
    made.onLoad({ filter: /\.(?:tsx?|mjs)$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8')
      const place = JSON.stringify({ url: pathToFileURL(path).href, dirname: dirname(path) })
      // On the line of its first word: lines keep their numbers.
      const contents = text.includes('import.meta') ? `const importMeta = ${place}; ${text}` : text
      return { contents, loader: LOADERS[path.split('.').at(-1)] }
    })
    made.onResolve({ filter: /\/no-network\.ts$/ }, ({ kind }) =>
      kind === 'entry-point' ? undefined : { path: './no-network.mjs', external: true },
    )
  },
}

/**
 * @param folder somewhere below `root`: packages are found from there.
 * @returns arguments for mocha with the settings of these tests, and the file that it is given instead of each.
 */
export async function compileTests(root, files, folder) {
  mkdirSync(folder, { recursive: true })
  const how = {
    ...{
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      target: `node${process.versions.node}`,
    },
    ...{
      keepNames: true,
      sourcemap: 'linked',
      sourcesContent: false,
      logLevel: 'error',
      absWorkingDir: root,
    },
    plugins: [whereItLay],
    define: { 'import.meta': 'importMeta' },
  }
  const list = files.map((file) => `${JSON.stringify(file)}: () => import(${JSON.stringify(`./${file}`)})`)
  const contents = `export const tests = { ${list.join(',\n')} }`
  await Promise.all([
    build({ ...how, entryPoints: [join(root, FIRST)], outfile: join(folder, 'no-network.mjs') }),
    build({ ...how, stdin: { contents, resolveDir: root }, outfile: join(folder, PROGRAM) }),
  ])
  const fileOf = (file) => join(folder, file.replace(/\.ts$/, '.mjs'))
  for (const file of files) {
    const place = dirname(fileOf(file))
    mkdirSync(place, { recursive: true })
    const text = `import { tests } from './${relative(place, join(folder, PROGRAM))}'\nawait tests['${file}']()\n`
    writeFileSync(fileOf(file), text)
  }
  const {
    extension: _,
    require: __,
    'node-option': ___,
    ...kept
  } = JSON.parse(readFileSync(join(root, '.mocharc.json'), 'utf8'))
  const config = join(folder, 'mocharc.json')
  writeFileSync(config, JSON.stringify({ ...kept, require: join(folder, 'no-network.mjs') }))
  return { settings: ['--config', config], fileOf }
}

/** What a run has said, with each place in the program told as the place in its sources. */
export function withPlaces(text, root, folder) {
  let map = null
  const place = new RegExp(`[^\\s()]*${basename(folder)}/${PROGRAM}:(\\d+):(\\d+)`, 'g')
  return text.replace(place, (whole, line, column) => {
    map ??= new SourceMap(JSON.parse(readFileSync(join(folder, `${PROGRAM}.map`), 'utf8')))
    const { originalSource, originalLine, originalColumn } = map.findEntry(line - 1, column - 1)
    if (originalSource === undefined) return whole
    return `${relative(root, join(folder, originalSource))}:${originalLine + 1}:${originalColumn + 1}`
  })
}
