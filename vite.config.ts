import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'
import { LATER } from './src/later-words.ts'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const places: Record<string, string> = { sidebar: at('./src/main.tsx') }
if (existsSync(at('./src/console/main.tsx'))) places.console = at('./src/console/main.tsx')

/** What a page says of `translations/`: the console repeats what the sidebar says of a consent or a refusal. */
const SENTENCES = {
  sidebar: ['sidebar'],
  'sidebar-later': ['sidebar'],
  console: ['console', 'sidebar'],
} as const
type Page = keyof typeof SENTENCES
const MARKER = '?sentences='

function pageOf(importer: string): Page {
  if (importer.includes('/src/console/')) return 'console'
  return importer.endsWith('/src/later-words.ts') ? 'sidebar-later' : 'sidebar'
}

/** The part of the sidebar's sentences that comes now, or later. */
function partOf(page: Page, sentences: object): object {
  if (page === 'console') return sentences
  const later = (group: string, key: string) => LATER[group]?.includes(key) === false
  const parts = Object.entries(sentences).flatMap(([group, own]): [string, unknown][] => {
    if (typeof own === 'string') return page === 'sidebar' ? [[group, own]] : []
    const kept = Object.entries(own).filter(([key]) => later(group, key) === (page === 'sidebar-later'))
    return kept.length === 0 ? [] : [[group, Object.fromEntries(kept)]]
  })
  return Object.fromEntries(parts)
}

/** Each page carries only its own groups of sentences: the other page's would double its size. */
function ownSentences(): Plugin {
  return {
    name: 'own-sentences',
    enforce: 'pre',
    resolveId(source, importer) {
      const file = /\/translations\/([a-z-]+\.json)$/i.exec(source)
      if (file === null || importer === undefined) return null
      return `\0${at(`./translations/${file[1]}`)}${MARKER}${pageOf(importer)}`
    },
    load(id) {
      const [path = '', page] = id.split(MARKER)
      if (page !== 'sidebar' && page !== 'sidebar-later' && page !== 'console') return null
      const groups: readonly string[] = SENTENCES[page]
      const whole: unknown = JSON.parse(readFileSync(path.slice(1), 'utf8'))
      const own = Object.entries(Object(whole))
        .filter(([key]) => groups.includes(key))
        .map(([key, sentences]) => [key, partOf(page, Object(sentences))])
      return { code: `export default ${JSON.stringify(Object.fromEntries(own))}`, moduleType: 'js' }
    },
  }
}

/** Imports of parts without styles of their own need no help, and the helper weighs more than some parts. */
function plainImports(): Plugin {
  const HELPER = '\0vite/preload-helper.js'
  return {
    name: 'plain-imports',
    enforce: 'pre',
    load: (id) => (id === HELPER ? 'export const __vitePreload = (load) => load()' : null),
  }
}

/**
 * The two pages' scripts and styles, under fixed names: the companion writes their addresses into HTML
 * that it serves with `no-store`, and its content policy allows neither inline code nor eval.
 */
export default defineConfig({
  root: at('.'),
  base: '/app/',
  publicDir: false,
  clearScreen: false,
  plugins: [ownSentences(), plainImports()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: at('./dist/app'),
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: false,
    cssCodeSplit: true,
    reportCompressedSize: true,
    rollupOptions: {
      input: places,
      output: {
        format: 'es',
        entryFileNames: '[name].js',
        chunkFileNames: ({ facadeModuleId }) => {
          const page = facadeModuleId?.split(MARKER)[1]
          return page === undefined ? 'shared-[name].js' : `shared-${page}-[name].js`
        },
        assetFileNames: '[name][extname]',
      },
    },
  },
})
