import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const places: Record<string, string> = { sidebar: at('./src/main.tsx') }
if (existsSync(at('./src/console/main.tsx'))) places.console = at('./src/console/main.tsx')

/** What a page says of `translations/`: the console repeats what the sidebar says of a consent or a refusal. */
const SENTENCES = { sidebar: ['sidebar'], console: ['console', 'sidebar'] } as const
const MARKER = '?sentences='

/** Each page carries only its own groups of sentences: the other page's would double its size. */
function ownSentences(): Plugin {
  return {
    name: 'own-sentences',
    enforce: 'pre',
    resolveId(source, importer) {
      const file = /\/translations\/([a-z-]+\.json)$/i.exec(source)
      if (file === null || importer === undefined) return null
      const page = importer.includes('/src/console/') ? 'console' : 'sidebar'
      return `\0${at(`./translations/${file[1]}`)}${MARKER}${page}`
    },
    load(id) {
      const [path = '', page] = id.split(MARKER)
      if (page !== 'sidebar' && page !== 'console') return null
      const groups: readonly string[] = SENTENCES[page]
      const whole: unknown = JSON.parse(readFileSync(path.slice(1), 'utf8'))
      const own = Object.entries(Object(whole)).filter(([key]) => groups.includes(key))
      return { code: `export default ${JSON.stringify(Object.fromEntries(own))}`, moduleType: 'js' }
    },
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
  plugins: [ownSentences()],
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
