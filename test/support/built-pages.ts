/**
 * The pages as the product builds them. The test command has just built them and says where they lie; a test that is run
 * alone builds them once a process, into a folder of its own: it never runs yesterday's build nor disturbs anybody's.
 */
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('../../', import.meta.url))
const OWN = `${root}tmp/test-app-${process.env['MOCHA_WORKER_ID'] ?? '0'}`
let built: Promise<string> | null = null

async function buildOwn(): Promise<string> {
  await build({
    configFile: `${root}vite.config.ts`,
    logLevel: 'silent',
    build: { outDir: OWN, emptyOutDir: true, reportCompressedSize: false },
  })
  return OWN
}

/** @returns the folder of their scripts and styles. */
export function buildPages(): Promise<string> {
  const made = process.env['VOUCH_TEST_PAGES']
  built ??= made === undefined ? buildOwn() : Promise.resolve(made)
  return built
}
