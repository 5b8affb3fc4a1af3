/**
 * The rules of Zendesk's package validator that can be checked without a network, and ours on top:
 * the logos must be there, every location is signed, nothing in the package talks of credentials.
 */
import { STAFF_LANGUAGES } from '../../src/domain/staff-language.ts'
import { duplicateKeys } from './duplicate-keys.ts'
import { checkManifest, type Manifest } from './manifest-rules.ts'
import { requirementsProblems } from './requirements-rules.ts'

/** Path inside the package, with `/`, to content. */
export type PackageFiles = ReadonlyMap<string, Buffer>

const ASSET_TYPES = 'png|jpg|jpeg|gif|svg|js|htm|html|css|map|eot|woff|woff2|otf|ttf|json|xml'
const ASSET = new RegExp(`^assets/([\\w-]+/)*[\\w-]+(\\.[\\w-]+)*\\.(${ASSET_TYPES})$`)
const TRANSLATION = /^translations\/[a-z]{2,3}(-[A-Z]{2,3})?\.json$/
const CREDENTIAL_WORD = /password|secret|api[_-]?key|token/i
const LOGOS: Readonly<Record<string, number>> = { 'assets/logo.png': 320, 'assets/logo-small.png': 128 }
const ICON_OF = {
  nav_bar: 'icon_nav_bar',
  top_bar: 'icon_top_bar',
  ticket_editor: 'icon_ticket_editor',
} as const

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function readJson(files: PackageFiles, path: string, problems: string[]): unknown {
  const text = files.get(path)?.toString('utf8') ?? ''
  try {
    const value: unknown = JSON.parse(text)
    problems.push(...duplicateKeys(text).map((key) => `${path}: ${key} stands twice`))
    return value
  } catch {
    problems.push(`${path}: not JSON`)
    return undefined
  }
}

function pngProblems(path: string, content: Buffer, size: number): readonly string[] {
  const signature = content.subarray(0, 8).toString('latin1')
  if (content.length < 33 || signature !== '\x89PNG\r\n\x1a\n') return [`${path}: not a PNG`]
  const width = content.readUInt32BE(16)
  const height = content.readUInt32BE(20)
  const wrongSize =
    width !== size || height !== size ? [`${path}: ${width}x${height}, not ${size}x${size}`] : []
  // Colour type 6 is RGB with alpha: the listing shows logos on any background.
  return content[25] === 6 ? wrongSize : [...wrongSize, `${path}: has no transparency`]
}

function svgProblems(path: string, svg: string): readonly string[] {
  const problems: string[] = []
  if (!/<svg[^>]*\sviewBox="0 0 18 18"/.test(svg)) problems.push(`${path}: viewBox is not 0 0 18 18`)
  const banned =
    /<(script|style|image|foreignObject|use|mask)\b|\son\w+\s*=|\sstyle\s*=|href\s*=|<!(?:DOCTYPE|ENTITY)/i
  const hit = banned.exec(svg)
  if (hit !== null) problems.push(`${path}: ${hit[0].trim()} would be stripped`)
  return problems
}

function leaves(value: unknown, path: string): readonly { path: string; value: unknown }[] {
  if (!isRecord(value)) return [{ path, value }]
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`))
}

function translationProblems(path: string, value: unknown, manifest: Manifest | null): readonly string[] {
  const app = isRecord(value) ? value.app : undefined
  if (!isRecord(app)) return [`${path}: app is missing`]
  const empty = leaves(app, 'app')
    .filter((leaf) => typeof leaf.value !== 'string' || leaf.value.trim() === '')
    .map((leaf) => `${path}: ${leaf.path} is empty or not text`)
  const missing = ['name', 'short_description', 'long_description', 'installation_instructions']
    .filter((key) => !(key in app))
    .map((key) => `${path}: app.${key} is missing`)
  // With `package` every leaf would have to be a title and a value; we use the short form only.
  const mixed = 'package' in app ? [`${path}: app.package is not used here`] : []
  const labels = isRecord(app.parameters) ? app.parameters : {}
  const unlabelled = (manifest?.parameters ?? [])
    .filter(({ name }) => !isRecord(labels[name]) || typeof labels[name].label !== 'string')
    .map(({ name }) => `${path}: app.parameters.${name}.label is missing`)
  return [...empty, ...missing, ...mixed, ...unlabelled]
}

function fileProblems(path: string, content: Buffer): readonly string[] {
  const known =
    path === 'manifest.json' || path === 'requirements.json' || ASSET.test(path) || TRANSLATION.test(path)
  if (!known) return [`${path}: does not belong into the package`]
  const text = /\.(js|json|htm|html|css)$/.test(path) ? content.toString('utf8') : ''
  const word = CREDENTIAL_WORD.exec(text)?.[0]
  const credential = word === undefined ? [] : [`${path}: holds the word ${word}`]
  return text.includes('http://') ? [...credential, `${path}: holds a plain http address`] : credential
}

function locationProblems(files: PackageFiles, manifest: Manifest): readonly string[] {
  const allowed = new Set(manifest.domainWhitelist ?? [])
  return Object.entries(manifest.location.support).flatMap(([name, place]) => {
    const host = new URL(place.url).hostname
    const stranger = allowed.has(host) ? [] : [`manifest.json: ${name} opens ${host}, not in domainWhitelist`]
    const icon = name in ICON_OF ? `assets/${ICON_OF[name as keyof typeof ICON_OF]}.svg` : null
    return icon === null || files.has(icon) ? stranger : [...stranger, `${icon}: is missing`]
  })
}

/** Everything that would be refused or warned about; empty means that the package may be uploaded. */
export function packageProblems(files: PackageFiles): readonly string[] {
  const problems: string[] = []
  const checked = checkManifest(readJson(files, 'manifest.json', problems))
  const manifest = checked.outcome === 'valid' ? checked.manifest : null
  if (checked.outcome === 'invalid') problems.push(...checked.problems)
  if (manifest !== null) {
    problems.push(...locationProblems(files, manifest))
    const own = `translations/${manifest.defaultLocale}.json`
    if (!files.has(own)) problems.push(`${own}: is missing`)
  }
  for (const language of STAFF_LANGUAGES) {
    const path = `translations/${language}.json`
    if (!files.has(path) && language !== manifest?.defaultLocale) problems.push(`${path}: is missing`)
  }
  if (files.has('requirements.json'))
    problems.push(...requirementsProblems(readJson(files, 'requirements.json', problems)))
  else problems.push('requirements.json: is missing')
  for (const [path, content] of files) {
    problems.push(...fileProblems(path, content))
    if (TRANSLATION.test(path)) {
      problems.push(...translationProblems(path, readJson(files, path, problems), manifest))
    }
    if (/^assets\/icon_\w+\.svg$/.test(path)) problems.push(...svgProblems(path, content.toString('utf8')))
  }
  for (const [path, size] of Object.entries(LOGOS)) {
    const logo = files.get(path)
    problems.push(...(logo === undefined ? [`${path}: is missing`] : pngProblems(path, logo, size)))
  }
  return problems
}
