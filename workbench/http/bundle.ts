/** Builds what the browser needs, at the first request, and keeps it: the page and the unmodified SDK. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Fault } from '../../src/domain/fault.ts'

export interface Asset {
  readonly type: string
  readonly text: string
}

export const ASSET_NAMES = ['agent.js', 'agent.css', 'help-center.css', 'zaf_sdk.min.js'] as const
export type AssetName = (typeof ASSET_NAMES)[number]

/** The page's sources are not compiled with the rest: from `dist/workbench` they lie two folders higher. */
function pageFile(name: string): string {
  const beside = ['../page/', '../../../workbench/page/'].map((folder) =>
    fileURLToPath(new URL(`${folder}${name}`, import.meta.url)),
  )
  const found = beside.find((file) => existsSync(file))
  if (found === undefined) throw new Fault('SOURCE_UNREADABLE', `workbench page has no ${name}`)
  return found
}

async function bundlePage(): Promise<string> {
  const { build } = await import('esbuild')
  const built = await build({
    entryPoints: [pageFile('main.tsx')],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'silent',
  })
  return built.outputFiles[0]?.text ?? ''
}

async function bundleSdk(): Promise<string> {
  const { build } = await import('esbuild')
  const sdk = createRequire(import.meta.url).resolve('zendesk_app_framework_sdk')
  const built = await build({
    stdin: {
      contents: 'window.ZAFClient = require("zendesk_app_framework_sdk")',
      resolveDir: dirname(sdk),
    },
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    logLevel: 'silent',
  })
  return built.outputFiles[0]?.text ?? ''
}

const JAVASCRIPT = 'text/javascript; charset=utf-8'
const CSS = 'text/css; charset=utf-8'

const MAKERS: Record<AssetName, () => Promise<Asset>> = {
  'agent.js': async () => ({ type: JAVASCRIPT, text: await bundlePage() }),
  'agent.css': async () => {
    const parts = ['frame.css', 'ticket.css', 'dialogs.css']
    const texts = await Promise.all(parts.map((part) => readFile(pageFile(`style/${part}`), 'utf8')))
    return { type: CSS, text: texts.join('\n') }
  },
  'help-center.css': async () => ({
    type: CSS,
    text: await readFile(pageFile('style/help-center.css'), 'utf8'),
  }),
  'zaf_sdk.min.js': async () => ({ type: JAVASCRIPT, text: await bundleSdk() }),
}

const made = new Map<AssetName, Promise<Asset>>()

/** One build for the whole process: two workbenches of a test run share it. */
export function assetNamed(name: AssetName): Promise<Asset> {
  const before = made.get(name)
  if (before !== undefined) return before
  const asset = MAKERS[name]()
  // A failed build is not kept: the next request tries again.
  asset.catch(() => made.delete(name))
  made.set(name, asset)
  return asset
}
