import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const places: Record<string, string> = { sidebar: at('./src/main.tsx') }
if (existsSync(at('./src/console/main.tsx'))) places.console = at('./src/console/main.tsx')

/** Each page carries only its own group of sentences: the other page's would double its size. */
function ownSentences(): Plugin {
  const marker = '?sentences='
  return {
    name: 'own-sentences',
    enforce: 'pre',
    resolveId(source, importer) {
      const file = /\/translations\/([a-z-]+\.json)$/i.exec(source)
      if (file === null || importer === undefined) return null
      const group = importer.includes('/src/console/') ? 'console' : 'sidebar'
      return `\0${at(`./translations/${file[1]}`)}${marker}${group}`
    },
    load(id) {
      const [path = '', group] = id.split(marker)
      if (group === undefined) return null
      const whole: unknown = JSON.parse(readFileSync(path.slice(1), 'utf8'))
      const own = Object.entries(Object(whole)).filter(([key]) => key === group)
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
        chunkFileNames: 'shared-[name].js',
        assetFileNames: '[name][extname]',
      },
    },
  },
})
