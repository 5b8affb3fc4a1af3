/**
 * Packages the Zendesk app for one companion server. Asks no network; packs a fixed list of folders
 * from a staging copy, so that nothing else of the repository can slip in. Never changes the repository's own files.
 */
import { copyFile, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Fault } from '../../src/domain/fault.ts'
import { duplicateKeys } from './duplicate-keys.ts'
import { checkManifest, type Manifest } from './manifest-rules.ts'
import { type PackageFiles, packageProblems } from './package-rules.ts'

const ADVICE = 'give --server the https address of your companion, such as https://drafts.example.com'

export interface PackagedApp {
  readonly path: string
  readonly servers: readonly string[]
  readonly files: readonly string[]
}

/** The companion's origin. Anything beyond scheme, host and port is refused: the app appends its own paths. */
export function parseServerOrigin(text: string): URL {
  const refuse = (reason: string) => new Fault('CONFIG_INVALID', `--server ${reason}; ${ADVICE}`)
  if (!URL.canParse(text)) throw refuse('is not an address')
  const url = new URL(text)
  if (url.protocol !== 'https:') throw refuse('must be https, because Zendesk opens nothing else')
  if (url.username !== '' || url.password !== '' || text.includes('@')) throw refuse('must not name a user')
  // The text too: the URL parser forgets a lone "?" or "#" and drops line breaks.
  if (/[?#]/.test(text)) throw refuse('must not have a query or a fragment')
  // The parser also folds `/a/..` and turns `\` into `/`.
  if (!/^https:\/\/[^/\\\s]+\/?$/i.test(text)) throw refuse('must not have a path')
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(url.hostname)) throw refuse('must name a plain host')
  return url
}

async function readBelow(root: string, folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
  return paths.map((path) => path.slice(join(root, '/').length).replaceAll('\\', '/')).sort()
}

async function readPlainFile(root: string, path: string): Promise<Buffer> {
  // Zendesk refuses symbolic links; following one could pack a file from anywhere.
  if (!(await lstat(join(root, path))).isFile())
    throw new Fault('CONFIG_INVALID', `${path}: not a plain file`)
  return readFile(join(root, path))
}

function pointAt(manifest: Manifest, server: URL | null): Manifest {
  if (server === null) return manifest
  const support = Object.fromEntries(
    Object.entries(manifest.location.support).map(([name, place]) => {
      const { pathname } = new URL(place.url)
      return [name, { ...place, url: `${server.origin}${pathname}` }]
    }),
  )
  return { ...manifest, location: { support }, domainWhitelist: [server.hostname] }
}

/** The source as a value. Keys that stand twice are looked for here: what is packed is written anew. */
function parseSource(path: string, text: Buffer): unknown {
  const json = text.toString('utf8')
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (cause) {
    throw new Fault('CONFIG_INVALID', `${path}: not JSON`, cause)
  }
  const twice = duplicateKeys(json)
  if (twice.length > 0) throw new Fault('CONFIG_INVALID', `${path}: ${twice.join(', ')} stands twice`)
  return value
}

const serialise = (value: unknown) => Buffer.from(`${JSON.stringify(value, null, 2)}\n`)

/** Only `app`: the sentences of our own pages stay on the companion. */
function storefrontText(path: string, text: Buffer): Buffer {
  const value = parseSource(path, text)
  if (typeof value !== 'object' || value === null || !('app' in value)) {
    throw new Fault('CONFIG_INVALID', `${path}: app is missing`)
  }
  return serialise({ app: value.app })
}

function validManifest(value: unknown): Manifest {
  const checked = checkManifest(value)
  if (checked.outcome === 'invalid') throw new Fault('CONFIG_INVALID', checked.problems.join('\n'))
  return checked.manifest
}

async function collectFiles(root: string, manifest: Manifest): Promise<PackageFiles> {
  const files = new Map<string, Buffer>([['manifest.json', serialise(manifest)]])
  const requirements = await readPlainFile(root, 'requirements.json')
  files.set('requirements.json', serialise(parseSource('requirements.json', requirements)))
  for (const path of await readBelow(root, 'assets')) files.set(path, await readPlainFile(root, path))
  for (const path of await readBelow(root, 'translations')) {
    files.set(path, storefrontText(path, await readPlainFile(root, path)))
  }
  return files
}

type CreateAppPkg = (appPath: string, outDir: string) => Promise<string>

/** zcli's own packager. It comes with @zendesk/zcli and is found from there, hoisted or not. */
function zcliPackager(): CreateAppPkg {
  const fromHere = createRequire(import.meta.url)
  const fromZcli = createRequire(fromHere.resolve('@zendesk/zcli/package.json'))
  const { createAppPkg } = fromZcli('@zendesk/zcli-apps/dist/lib/package') as { createAppPkg: CreateAppPkg }
  return createAppPkg
}

/** Writes `<outDir>/vouch-<version>.zip`, whole or not at all. Throws `CONFIG_INVALID` with every problem. */
export async function packageApp(root: string, outDir: string, server: URL | null): Promise<PackagedApp> {
  const source = parseSource('manifest.json', await readPlainFile(root, 'manifest.json'))
  const manifest = pointAt(validManifest(source), server)
  const files = await collectFiles(root, manifest)
  const problems = packageProblems(files)
  if (problems.length > 0) throw new Fault('CONFIG_INVALID', problems.join('\n'))
  const staging = await mkdtemp(join(tmpdir(), 'vouch-package-'))
  try {
    for (const [path, content] of files) {
      await mkdir(dirname(join(staging, path)), { recursive: true })
      await writeFile(join(staging, path), content)
    }
    const zip = await zcliPackager()(staging, 'tmp')
    await mkdir(outDir, { recursive: true })
    const path = join(outDir, `vouch-${manifest.version}.zip`)
    await copyFile(zip, `${path}.partial`)
    await rename(`${path}.partial`, path)
    const servers = Object.values(manifest.location.support).map((place) => new URL(place.url).origin)
    return { path, servers: [...new Set(servers)], files: [...files.keys()].sort() }
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}
