import { existsSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { expect } from 'chai'
import { transform } from 'esbuild'
import { codeOf, type Import, importsOf, type SourceFile, sourceFiles } from './support/source-files.ts'

/** What a room needs to say what it keeps about a person. */
const HOLDING = ['server/privacy/holder.ts', 'server/privacy/held-tables.ts']

/** What a room may import of the project. Its own files go without saying; a room is meant by its `index.ts`. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  'src/domain': [],
  'src/look': [],
  'src/minimise': ['src/domain'],
  'src/words.ts': ['src/domain', 'translations'],
  'src/later-words.ts': ['src/words.ts', 'translations'],
  'src/zendesk': ['src/domain', 'src/words.ts', 'src/look'],
  'src/companion': ['src/domain', 'src/words.ts', 'src/look'],
  'src/sidebar': ['src/domain', 'src/minimise', 'src/words.ts', 'src/look', 'src/companion', 'src/zendesk'],
  'src/console': [
    'src/domain',
    'src/minimise',
    'src/words.ts',
    'src/look',
    'src/companion',
    'src/zendesk',
    'translations',
  ],
  'src/main.tsx': [
    'src/domain',
    'src/words.ts',
    'src/later-words.ts',
    'src/look',
    'src/companion',
    'src/zendesk',
    'src/sidebar',
  ],

  'server/keys.ts': [],
  'server/one-by-one.ts': [],
  'server/project-root.ts': ['src/domain'],
  'server/leases.ts': ['src/domain', 'server/keys.ts'],
  'server/under-way.ts': ['server/leases.ts'],
  'server/clock.ts': ['src/domain', 'server/audit', 'server/keys.ts', 'server/leases.ts'],
  'server/shared-folder.ts': ['src/domain', 'server/keys.ts', 'server/leases.ts'],
  'server/provider': ['src/domain'],
  'server/evidence-config.ts': [],
  'server/checkpoint-config.ts': [],
  'server/brand-config.ts': [],
  'server/connection.ts': [],
  'server/metrics-config.ts': [],
  'server/traces-config.ts': [],
  'server/call-limits-config.ts': [],
  'server/metrics': ['src/domain', 'server/one-by-one.ts', 'server/audit', 'server/drafting'],
  'server/traces': ['src/domain', 'server/provider', 'server/audit', 'server/articles', 'server/drafting'],
  'server/config.ts': [
    'src/domain',
    'server/brand-config.ts',
    'server/call-limits-config.ts',
    'server/checkpoint-config.ts',
    'server/connection.ts',
    'server/evidence-config.ts',
    'server/metrics-config.ts',
    'server/provider',
    'server/traces-config.ts',
  ],
  'server/log.ts': ['src/domain'],
  'server/words.ts': ['src/domain', 'server/connection.ts', 'server/project-root.ts'],
  // What every room that keeps something about a person answers; it knows none of them.
  'server/privacy/holder.ts': ['src/domain'],
  'server/privacy/held-tables.ts': ['src/domain', 'server/keys.ts', 'server/privacy/holder.ts'],
  'server/letters.ts': ['src/domain', 'server/words.ts'],
  'server/audit': ['src/domain', 'server/keys.ts'],
  'server/access': ['src/domain', 'server/keys.ts', 'server/audit', 'server/call-limits-config.ts'],
  'server/approvals': ['src/domain', 'server/keys.ts', 'server/audit', 'server/access'],
  'server/articles': ['src/domain', 'server/keys.ts', 'server/audit', 'server/approvals'],
  'server/tickets': ['src/domain', 'server/keys.ts', 'server/audit', ...HOLDING],
  'server/consent': [
    'src/domain',
    'server/keys.ts',
    'server/one-by-one.ts',
    'server/audit',
    'server/approvals',
    'server/tickets',
    ...HOLDING,
  ],
  'server/capability': ['src/domain', 'server/keys.ts', 'server/audit'],
  'server/budget': ['src/domain', 'server/keys.ts', 'server/audit', 'server/approvals'],
  'server/decisions': ['src/domain', 'server/keys.ts', 'server/audit', 'server/articles', ...HOLDING],
  'server/drafting': [
    'src/domain',
    'src/minimise',
    'server/keys.ts',
    'server/one-by-one.ts',
    'server/audit',
    'server/approvals',
    'server/budget',
    'server/capability',
    'server/decisions',
    'server/tickets',
    'server/consent',
    'server/articles',
    ...HOLDING,
    'server/under-way.ts',
  ],
  'server/bundle': ['src/domain', 'server/keys.ts', 'server/audit', 'server/decisions'],
  'server/privacy': [
    'src/domain',
    'server/keys.ts',
    'server/one-by-one.ts',
    'server/audit',
    'server/approvals',
    'server/tickets',
    ...HOLDING,
  ],
  'server/evidence': [
    'src/domain',
    'server/escape-html.ts',
    'server/keys.ts',
    'server/audit',
    'server/access',
    'server/approvals',
  ],
  'server/incidents': [
    'src/domain',
    'server/escape-html.ts',
    'server/keys.ts',
    'server/audit',
    'server/approvals',
    'server/articles',
  ],
  'server/escape-html.ts': [],
  'server/isolated-runs.ts': [],
  'server/report-page.ts': ['server/escape-html.ts'],
  'server/package-words.ts': ['src/domain', 'server/words.ts'],
  'server/dossier': [
    'src/domain',
    'src/minimise',
    'server/begun.ts',
    'server/keys.ts',
    'server/one-by-one.ts',
    'server/words.ts',
    'server/package-words.ts',
    'server/escape-html.ts',
    'server/isolated-runs.ts',
    'server/approvals',
    'server/audit',
    'server/tickets',
    'server/consent',
    'server/decisions',
    'server/privacy',
    ...HOLDING,
    'server/under-way.ts',
  ],
  'server/overview': ['src/domain', 'server/keys.ts', 'server/approvals', 'server/consent', 'server/privacy'],
  'server/setup': [
    'src/domain',
    'server/keys.ts',
    'server/audit',
    'server/articles',
    'server/consent',
    'server/drafting',
    'server/simulation',
  ],
  'server/gaps': ['src/domain', 'server/keys.ts', 'server/articles', 'server/consent', 'server/drafting'],
  'server/replay': ['src/domain', 'server/keys.ts', 'server/audit', 'server/articles', 'server/drafting'],
  'server/simulation': [
    'src/domain',
    'src/minimise',
    'server/keys.ts',
    'server/audit',
    'server/report-page.ts',
    'server/articles',
    'server/budget',
    'server/consent',
    'server/drafting',
    'server/tickets',
    ...HOLDING,
  ],
  'server/helpdesk-events': [
    'src/domain',
    'server/keys.ts',
    'server/access',
    'server/audit',
    'server/tickets',
    'server/privacy',
    'server/consent',
  ],
  'server/store.ts': [
    'server/leases.ts',
    'server/consent',
    'server/dossier',
    'server/helpdesk-events',
    'server/access',
    'server/approvals',
    'server/articles',
    'server/drafting',
    'server/evidence',
    'server/incidents',
    'server/overview',
    'server/privacy',
    'server/recalls',
    'server/simulation',
    'server/reports',
    'server/setup',
  ],
  'server/document-facts.ts': [
    'src/domain',
    'server/config.ts',
    'server/consent',
    'server/dossier',
    'server/drafting',
    'server/evidence',
    'server/keys.ts',
    'server/personal-data.ts',
    'server/privacy',
    'server/store.ts',
  ],
  'server/config-facts.ts': ['server/config.ts', 'server/evidence'],
  'server/notice-texts.ts': [
    'src/domain',
    'server/config.ts',
    'server/consent',
    'server/drafting',
    'server/words.ts',
  ],
  'server/recalls': ['src/domain', 'server/keys.ts', 'server/audit', 'server/articles'],
  'server/reports': ['src/domain', 'server/keys.ts', 'server/audit', 'server/budget', 'server/evidence'],
  'server/running-drafts.ts': ['server/http'],
  'server/own-links.ts': ['src/domain', 'server/keys.ts', 'server/store.ts'],
  'server/http': [
    'src/domain',
    'src/minimise',
    'server/begun.ts',
    'server/keys.ts',
    'server/connection.ts',
    'server/store.ts',
    'server/words.ts',
    'server/letters.ts',
    'server/log.ts',
    'server/escape-html.ts',
    'server/isolated-runs.ts',
    'server/package-words.ts',
    'server/access',
    'server/approvals',
    'server/articles',
    'server/audit',
    'server/budget',
    'server/consent',
    'server/decisions',
    'server/dossier',
    'server/drafting',
    'server/evidence',
    'server/erasure-rooms.ts',
    'server/gaps',
    'server/helpdesk-events',
    'server/incidents',
    'server/overview',
    'server/privacy',
    'server/recalls',
    'server/reports',
    'server/replay',
    'server/simulation',
    'server/setup',
    'server/tickets',
  ],
  'server/change-appliers.ts': [
    'server/keys.ts',
    'server/store.ts',
    'server/approvals',
    'server/articles',
    'server/audit',
    'server/budget',
    'server/consent',
    'server/dossier',
    'server/drafting',
    'server/erasure-rooms.ts',
    'server/privacy',
    'server/http',
    'server/incidents',
  ],
  'server/app.ts': [
    'src/domain',
    'server/log.ts',
    'server/access',
    'server/decisions',
    'server/dossier',
    'server/gaps',
    'server/metrics',
    'server/reports',
    'server/replay',
    'server/simulation',
    'server/store.ts',
    'server/traces',
    'server/http',
  ],
  'server/adapters': [
    'server/leases.ts',
    'server/shared-folder.ts',
    'src/domain',
    'server/keys.ts',
    'server/connection.ts',
    'server/store.ts',
    'server/access',
    'server/approvals',
    'server/articles',
    'server/audit',
    'server/budget',
    'server/bundle',
    'server/capability',
    'server/consent',
    'server/decisions',
    'server/dossier',
    'server/drafting',
    'server/checkpoint-config.ts',
    'server/evidence',
    'server/evidence-config.ts',
    'server/helpdesk-events',
    'server/incidents',
    'server/overview',
    'server/privacy',
    'server/provider',
    'server/recalls',
    'server/simulation',
    'server/reports',
    'server/setup',
    'server/tickets',
    'server/traces',
    'server/traces-config.ts',
    ...HOLDING,
  ],
  // Who holds what, listed once.
  'server/personal-data.ts': [
    'server/keys.ts',
    'server/consent',
    'server/decisions',
    'server/dossier',
    'server/drafting',
    'server/privacy',
    'server/simulation',
    'server/tickets',
    ...HOLDING,
  ],
  'server/erasure-rooms.ts': [
    'server/keys.ts',
    'server/audit',
    'server/consent',
    'server/personal-data.ts',
    'server/privacy',
    'server/tickets',
  ],
  'server/bundle-desk.ts': [
    'src/domain',
    'server/keys.ts',
    'server/store.ts',
    'server/adapters',
    'server/audit',
    'server/bundle',
    'server/http',
  ],
  'server/log-key.ts': ['src/domain', 'server/keys.ts', 'server/store.ts', 'server/adapters', 'server/audit'],
  'server/master-key.ts': [
    'server/adapters',
    'server/audit',
    'server/keys.ts',
    'server/privacy',
    'server/store.ts',
  ],
  'server/session-key.ts': [
    'src/domain',
    'server/access',
    'server/adapters',
    'server/audit',
    'server/keys.ts',
    'server/store.ts',
  ],
  'server/start-companion.ts': ['src/domain', 'server'],
  // Its parts: nobody else puts a server together.
  'server/assembly': ['src/domain', 'server'],
  'server/start-set-up.ts': ['src/domain', 'server'],
  'server/unread-request.ts': ['src/domain', 'server/http', 'server/log.ts'],
  'server/http-server.ts': ['server/unread-request.ts'],
  'server/connect-account.ts': [
    'src/domain',
    'server/adapters',
    'server/audit',
    'server/config.ts',
    'server/connection.ts',
    'server/keys.ts',
    'server/store.ts',
    'server/under-way.ts',
    'server/under-way.ts',
  ],
  'server/cli': [
    'src/domain',
    'src/minimise',
    'server/access',
    'server/adapters',
    'server/approvals',
    'server/articles',
    'server/audit',
    'server/budget',
    'server/bundle',
    'server/change-appliers.ts',
    'server/clock.ts',
    'server/config.ts',
    'server/connect-account.ts',
    'server/connection.ts',
    'server/consent',
    'server/decisions',
    'server/document-facts.ts',
    'server/dossier',
    'server/escape-html.ts',
    'server/package-words.ts',
    'server/personal-data.ts',
    'server/words.ts',
    // What an evaluation attacks are the product's own checks.
    'server/drafting',
    'server/evidence',
    'server/evidence-config.ts',
    'server/incidents',
    'server/helpdesk-events',
    'server/keys.ts',
    'server/leases.ts',
    'server/log.ts',
    'server/log-key.ts',
    'server/master-key.ts',
    'server/session-key.ts',
    'server/shared-folder.ts',
    'server/notice-texts.ts',
    'server/privacy',
    'server/project-root.ts',
    'server/report-page.ts',
    'server/simulation',
    'server/reports',
    'server/start-companion.ts',
    'server/start-set-up.ts',
    'server/store.ts',
    'server/tickets',
    'server/setup',
    'server/under-way.ts',
  ],
  // It runs what was built.
  'server/bin': ['server', 'dist'],
  workbench: ['src/domain', 'server/config.ts', 'server/project-root.ts', 'server/start-companion.ts'],
}

/** Packages that belong to one room each: the only places where their knowledge may be. */
const HOME_OF_PACKAGE: Record<string, readonly string[]> = {
  'better-sqlite3': ['server/adapters'],
  '@opentelemetry': ['server/adapters'],
  '@streamparser/json': ['server/drafting'],
  cockatiel: ['server/adapters'],
  openai: ['server/adapters'],
  'prom-client': ['server/metrics'],
  kysely: ['server/adapters'],
  pg: ['server/adapters'],
  winston: ['server/log.ts'],
  express: ['server/http', 'server/app.ts', 'workbench'],
  jsonwebtoken: ['server/access', 'workbench'],
  preact: ['src/look', 'src/console', 'src/sidebar', 'src/main.tsx', 'workbench'],
  'eld/small': ['server/articles'],
  'libphonenumber-js': ['src/minimise'],
  marked: ['server/articles'],
  'node-html-parser': ['server/articles', 'workbench'],
  'snowball-stemmers': ['server/articles'],
  'stopwords-iso': ['server/articles'],
  'node:http': [
    'server/adapters',
    'server/unread-request.ts',
    'server/http-server.ts',
    'server/start-companion.ts',
    'workbench',
  ],
  'node:https': ['server/adapters'],
  'node:net': [
    'server/adapters',
    'server/http-server.ts',
    'server/start-companion.ts',
    'server/start-set-up.ts',
    'workbench',
  ],
  'node:tls': [],
  'node:http2': [],
  'node:dgram': [],
  'node:dns': ['server/adapters'],
  'node:dns/promises': ['server/adapters'],
  'node:child_process': ['server/bin'],
  'node:vm': [],
  'node:cluster': [],
  'node:inspector': [],
  'node:inspector/promises': [],
  'node:repl': [],
  'node:wasi': [],
  undici: [],
  // They belong to the tests: one crashes on a 429, one is the framework that the host brings.
  'zendesk-node-api': [],
  zendesk_app_framework_sdk: [],
}

const ROOMS = Object.keys(MAY_IMPORT)

function isIn(path: string, room: string): boolean {
  return path === room || path.startsWith(`${room}/`)
}
function roomOf(path: string): string | undefined {
  return ROOMS.find((room) => isIn(path, room))
}

function importBreach({ from, to, outside, typeOnly }: Import): string | null {
  const room = roomOf(from)
  if (room === undefined) return `${from} is in no room of the table`
  if (outside) {
    // By its other name it would be in no row of the table.
    if (isBuiltin(to) && !to.startsWith('node:')) return `${from} imports ${to} without node:`
    const home = HOME_OF_PACKAGE[to] ?? HOME_OF_PACKAGE[to.split('/')[0] ?? '']
    if (room === 'src/domain') return `${from} imports ${to}, but the domain imports nothing`
    return home === undefined || home.includes(room) ? null : `${from} imports ${to}, which lives in ${home}`
  }
  if (isIn(to, room)) return null
  const target = roomOf(to) ?? to
  if (!MAY_IMPORT[room]?.some((allowed) => isIn(target, allowed))) return `${from} imports ${to}`
  if (room === 'server/running-drafts.ts' && !typeOnly) return `${from} imports more than a type of ${to}`
  // These have no index: their files are handed out one by one, to whom the table names.
  const inner = target.startsWith('server/') && to !== target && !to.endsWith('/index.ts')
  const handedOut = ['server/http', 'server/adapters', 'server/cli'].includes(target)
  const minimising = target === 'src/minimise' && room.startsWith('server/') && to !== 'src/minimise/index.ts'
  if (minimising) return `${from} imports ${to}, an inner file of ${target}`
  return inner && !handedOut ? `${from} imports ${to}, an inner file of ${target}` : null
}

/** Code that only some places may have. */
const PLACES: Record<string, { code: RegExp; only: readonly string[] }> = {
  // Elsewhere the store is where DATABASE_URL says: a file beside it would be another one.
  'opens the file of a store': {
    code: /\b(?:openSqliteStore|snapshotsOf|stopReader)\b/,
    only: ['server/adapters', 'server/cli/backup.ts', 'server/cli/restore-from.ts'],
  },
  'reads the environment': {
    code: /\bprocess\.env\b|\bimport\.meta\.env\b/,
    // PGPASSFILE is read where psql would read it; the library reads its own beside it.
    only: ['server/cli/main.ts', 'server/bin', 'workbench/start.ts', 'server/adapters/postgres-password.ts'],
  },
  'reads the clock': {
    code: /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\)/,
    only: ['server/adapters', 'src/main.tsx', 'src/console/main.tsx', 'workbench/start.ts'],
  },
  'measures time': {
    code: /\bperformance\.now\b|\bhrtime\b/,
    only: ['server/app.ts', 'server/adapters', 'server/cli/main.ts', 'workbench/sample-set-up.ts'],
  },
  "knows the provider's key": {
    code: /\bproviderKey\b/,
    only: ['server/provider/settings.ts', 'server/adapters/model/provider-door.ts'],
  },
  "knows the webhooks' secrets": {
    code: /\bwebhookSecrets\b/,
    // Two of them ask only whether there is one.
    only: ['server/config.ts', 'server/assembly/rooms.ts', 'server/config-facts.ts', 'server/cli/doctor.ts'],
  },
  'knows the secret under which events are sent': {
    code: /\beventsSecret\b/,
    only: ['server/evidence-config.ts', 'server/evidence/event-sender.ts'],
  },
  'knows the secret of the bucket': {
    code: /\bbucketSecret\b/,
    only: ['server/checkpoint-config.ts', 'server/adapters/checkpoint-places.ts'],
  },
  'loads a module by another way than an import': {
    code: /\bcreateRequire\b|\bgetBuiltinModule\b|\bprocess\.(?:binding|dlopen)\b/,
    only: [
      'server/articles/retrieval/language.ts',
      'server/cli/package-app.ts',
      'server/adapters/write-back.ts',
      'workbench/http/bundle.ts',
    ],
  },
  'opens a door to the outside': {
    code: /\bcreateEgressDoor\b/,
    only: [
      'server/adapters/checkpoint-places.ts',
      'server/adapters/egress-door.ts',
      'server/adapters/event-door.ts',
      'server/adapters/help-center.ts',
      'server/adapters/model/provider-door.ts',
    ],
  },
  'sends traces': { code: /\bOTLPTraceExporter\b/, only: ['server/adapters/otlp-traces.ts'] },
  'makes capabilities': {
    code: /\bmintCapability\b/,
    only: ['server/capability', 'server/drafting/egress-decision.ts'],
  },
  // A draft has no way to a candidate: whoever makes one never sees its model.
  'opens the models of a trial': {
    code: /\b(?:openTrialModels|guardForTrials)\b/,
    only: [
      'server/adapters/model/trial-models.ts',
      'server/drafting/model.ts',
      'server/drafting/index.ts',
      'server/assembly/rooms.ts',
      'server/cli/trial.ts',
    ],
  },
  'asks the models of a trial': {
    code: /\b(?:askTrialQuestion|decideTrial)\b/,
    only: [
      'src/domain/decide.ts',
      'server/drafting/provider-trial.ts',
      'server/drafting/index.ts',
      'server/simulation/provider-trial-desk.ts',
    ],
  },
  'rolls dice': { code: /\bMath\.random\b/, only: [] },
  'makes secrets or ids': {
    code: /\brandom(?:Bytes|UUID|FillSync|Int)\b|\bgetRandomValues\b/,
    only: ['server/adapters', 'src/main.tsx', 'workbench'],
  },
  'asks the network': {
    code: /(?<![\w.])(?:globalThis\.|window\.)?fetch\(|\bXMLHttpRequest\b|\bsendBeacon\b|\bWebSocket\b|\bEventSource\b/,
    only: ['src/companion', 'src/main.tsx', 'src/console/main.tsx', 'workbench', 'server/bin/healthy.mjs'],
  },
  'knows the helpdesk framework': {
    code: /\bZAFClient\b/,
    only: ['src/zendesk', 'src/main.tsx', 'src/console/main.tsx', 'workbench'],
  },
  'keeps something in the browser': {
    code: /\b(?:localStorage|sessionStorage|indexedDB|cookieStore|serviceWorker)\b|\bcaches\??\.|\b(?:document\.cookie|navigator\.storage|window\.name)\b/,
    only: ['workbench'],
  },
  'runs text as code': {
    code: /\beval\(|(?<![.\w])Function\(|\bset(?:Timeout|Interval|Immediate)\(\s*['"`]/,
    only: [],
  },
  // To a path that is written there: what a caller sends is never the beginning of where a browser is sent.
  'sends a browser elsewhere': {
    code: /\.redirect\((?!303, ['`]\/[a-z][a-z-]*['`/])|['"]Location['"]|\.location\(/i,
    only: ['workbench'],
  },
  'serves files of another folder': {
    code: /\bexpress\.static\((?!(?:rooms|given)\.assetsDir\b)|\bpackedFiles\((?!(?:rooms|given)\.assetsDir\b|dir: string)|\.sendFile\(|\bresponse\.download\(/,
    only: ['workbench'],
  },
  'names another folder of files to serve': {
    code: /\bassetsDir:(?! string\b| fileURLToPath\(new URL\('dist\/app\/', projectRoot\(\)\)\))/,
    only: [],
  },
  'writes HTML from text': {
    code: /\b(?:innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|createContextualFragment|dangerouslySetInnerHTML)\b|\bdocument\.write/,
    only: ['workbench'],
  },
  // Without a single right: it runs nothing and reaches nothing.
  'shows markup in a frame': {
    code: /\bsrcdoc\b/i,
    only: ['src/console/screens/notice-preview.tsx', 'workbench'],
  },
  'has an enum': { code: /^\s*(?:export\s+)?(?:declare\s+)?(?:const\s+)?enum\s+\w/m, only: [] },
  'exports a default': { code: /^\s*export\s+default\b|\bas default\b/m, only: [] },
  'silences the type checker': {
    code: /@ts-(?:ignore|nocheck|expect-error)|\bas any\b|[<:,&]\s*any\s*[>,;)&=\]{\n]|\bany\[\]/,
    only: [],
  },
}

function codeBreaches({ path, text }: SourceFile): readonly string[] {
  const code = codeOf(text)
  return Object.entries(PLACES)
    .filter(([, { code: wanted, only }]) => wanted.test(code) && !only.some((place) => isIn(path, place)))
    .map(([name]) => `${path} ${name}`)
}

function breachesOf(file: SourceFile): readonly string[] {
  return [
    ...importsOf(file)
      .map(importBreach)
      .filter((breach) => breach !== null),
    ...codeBreaches(file),
  ]
}

const FILES = ['src', 'server', 'workbench'].flatMap((folder) => sourceFiles(folder))

/** Made-up files, each with one breach; if one were not found, the table above would be worth nothing. */
const BREACHES: Record<string, SourceFile> = {
  'the domain imports a package': { path: 'src/domain/x.ts', text: "import { z } from 'zod'" },
  'the domain imports a room': { path: 'src/domain/x.ts', text: "export * from '../zendesk/index.ts'" },
  'the server imports an inner file of the minimiser': {
    path: 'server/drafting/x.ts',
    text: "import { names } from '../../src/minimise/names.ts'",
  },
  'minimising imports a room': { path: 'src/minimise/x.ts', text: "import '../zendesk/index.ts'" },
  'another room knows numbering plans': {
    path: 'src/sidebar/x.ts',
    text: "import x from 'libphonenumber-js/min'",
  },
  'the browser imports the server': {
    path: 'src/sidebar/x.ts',
    text: "import type { X } from '../../server/keys.ts'",
  },
  'the sidebar is imported by another room': {
    path: 'src/zendesk/x.ts',
    text: "import '../sidebar/desk.ts'",
  },
  'the server imports the browser': {
    path: 'server/http/x.ts',
    text: "import { words } from '../../src/words.ts'",
  },
  'the product imports the workbench': {
    path: 'server/app.ts',
    text: "await import('../workbench/index.ts')",
  },
  'the browser imports the workbench': { path: 'src/main.tsx', text: "import '../workbench/model.ts'" },
  'a room imports one to its right': {
    path: 'server/audit/x.ts',
    text: "import { x } from '../consent/index.ts'",
  },
  'tickets import consent': { path: 'server/tickets/x.ts', text: "import { x } from '../consent/index.ts'" },
  'articles import drafting': {
    path: 'server/articles/x.ts',
    text: "import { x } from '../drafting/index.ts'",
  },
  'consent imports articles': {
    path: 'server/consent/x.ts',
    text: "import { x } from '../articles/index.ts'",
  },
  'access imports consent': { path: 'server/access/x.ts', text: "import { x } from '../consent/index.ts'" },
  'a room imports an inner file of another': {
    path: 'server/consent/x.ts',
    text: "import {\n  appendLeaf,\n  rootOf,\n} from '../audit/merkle.ts'",
  },
  'http imports an inner file': {
    path: 'server/http/x.ts',
    text: "import { x } from '../consent/notices.ts'",
  },
  'an inner folder is not its room': {
    path: 'server/drafting/x.ts',
    text: "import { x } from '../articles/retrieval/ranking.ts'",
  },
  'a room imports an adapter': {
    path: 'server/drafting/x.ts',
    text: "import { x } from '../adapters/keyring.ts'",
  },
  'the app imports an adapter': { path: 'server/app.ts', text: "import { x } from './adapters/world.ts'" },
  'a room imports http': { path: 'server/drafting/x.ts', text: "import { x } from '../http/route.ts'" },
  'the counter of drafts imports code of http': {
    path: 'server/running-drafts.ts',
    text: "import { draftRoutes } from './http/drafts.ts'",
  },
  'the command line imports the app': { path: 'server/cli/x.ts', text: "import { x } from '../app.ts'" },
  'a room talks to the network': {
    path: 'server/drafting/x.ts',
    text: "import { request } from 'node:https'",
  },
  'a room fetches': { path: 'server/drafting/x.ts', text: "const page = await fetch('https://example.com')" },
  'a room knows the database': { path: 'server/audit/x.ts', text: "import { sql } from 'kysely'" },
  'the product uses the client that crashes': {
    path: 'server/http/x.ts',
    text: "import Z from 'zendesk-node-api'",
  },
  'a file stands outside every room': { path: 'server/utils.ts', text: "import { x } from './keys.ts'" },
  'a room reads the environment': { path: 'server/config.ts', text: 'export const home = process.env.HOME' },
  'a room reads the clock': { path: 'server/consent/x.ts', text: 'const now = new Date()' },
  'a room hands the clock on': { path: 'src/sidebar/x.ts', text: 'watch({ now: Date.now })' },
  "another file of the model reads the provider's key": {
    path: 'server/adapters/model/chat-client.ts',
    text: 'const key = config.providerKey?.()',
  },
  'a model opens a door of its own': {
    path: 'server/adapters/model/open-model.ts',
    text: 'const door = createEgressDoor(rules)',
  },
  'a capability is made without a decision': {
    path: 'server/drafting/x.ts',
    text: 'const { token } = mintCapability(keys, allow, request)',
  },
  'a draft opens the models of a trial': {
    path: 'server/drafting/x.ts',
    text: 'const both = openTrialModels(config, rooms)',
  },
  'a draft asks the models of a trial': {
    path: 'server/drafting/x.ts',
    text: 'await askTrialQuestion(rooms, asking)',
  },
  'a room rolls dice': { path: 'server/adapters/x.ts', text: 'const id = Math.random()' },
  'a room makes its own secrets': {
    path: 'server/consent/x.ts',
    text: "import { randomBytes } from 'node:crypto'",
  },
  'the sidebar keeps a session': {
    path: 'src/companion/x.ts',
    text: "sessionStorage.setItem('token', token)",
  },
  'the sidebar keeps something in a cache': {
    path: 'src/companion/x.ts',
    text: "await globalThis.caches?.open('drafts')",
  },
  'the sidebar keeps something for its whole site': {
    path: 'src/companion/x.ts',
    text: "await cookieStore.set('token', token)",
  },
  'a room starts a process': {
    path: 'server/http/x.ts',
    text: "import { execFileSync } from 'node:child_process'",
  },
  'a room starts a process by the older name': {
    path: 'server/http/x.ts',
    text: "import { execFileSync } from 'child_process'",
  },
  'a room starts a process without an import': {
    path: 'server/http/x.ts',
    text: "process.getBuiltinModule('node:child_process')",
  },
  "another file knows the webhooks' secrets": {
    path: 'server/http/webhooks.ts',
    text: 'const [secret] = account.webhookSecrets',
  },
  'another file knows the secret of events': {
    path: 'server/evidence/x.ts',
    text: 'const secret = config.eventsSecret()',
  },
  'another file knows the secret of the bucket': {
    path: 'server/adapters/x.ts',
    text: 'const secret = place.bucketSecret()',
  },
  'a room runs text as code': { path: 'server/letters.ts', text: "const say = Function('x', text)" },
  'a room runs text later': { path: 'src/sidebar/x.ts', text: "setTimeout('go()', 5)" },
  'a page sends on to where its caller says': {
    path: 'server/http/x.ts',
    text: 'response.redirect(303, String(request.query.next))',
  },
  'a page sends on to another host': {
    path: 'server/http/x.ts',
    text: "response.redirect(303, '//' + host)",
  },
  'a page sends on by a header': { path: 'server/http/x.ts', text: "response.set('location', next)" },
  'a folder of other files is served': {
    path: 'server/app.ts',
    text: "app.use('/exports', express.static(rooms.exportsDir))",
  },
  'a file is sent by its name': { path: 'server/http/x.ts', text: 'response.sendFile(name)' },
  'what the build made is looked for elsewhere': {
    path: 'server/assembly/rooms.ts',
    text: 'return { assetsDir: config.dataDir }',
  },
  'the sidebar writes markup': {
    path: 'src/sidebar/x.ts',
    text: "element.insertAdjacentHTML('beforeend', text)",
  },
  'the sidebar shows markup in a frame': {
    path: 'src/sidebar/x.tsx',
    text: 'const frame = <iframe srcdoc={text} />',
  },
  'an enum': { path: 'src/domain/x.ts', text: 'export const enum Role { Agent }' },
  'a default export': { path: 'server/http/x.ts', text: 'const a = 1\nexport default a' },
  'a silenced checker': { path: 'server/http/x.ts', text: 'const a = body as any' },
  'a silenced checker within a type': { path: 'server/http/x.ts', text: 'const a: Record<string, any> = {}' },
}

describe('the architecture', () => {
  it('is looked at in all its files', () => {
    const counts = Object.fromEntries(
      ROOMS.map((room) => [room, FILES.filter(({ path }) => isIn(path, room)).length]),
    )
    expect(FILES.length).to.be.greaterThan(200)
    expect(Object.entries(counts).filter(([, count]) => count === 0)).to.deep.equal([])
    expect(FILES.flatMap(importsOf).length).to.be.greaterThan(800)
  })

  it('is kept by every file', () => {
    expect(FILES.flatMap(breachesOf)).to.deep.equal([])
  })

  it('finds every file that a relative import names', () => {
    const missing = FILES.flatMap(importsOf)
      .filter(({ outside }) => !outside)
      .filter(({ to }) => !existsSync(new URL(`../${to}`, import.meta.url)))
    expect(missing.map(({ from, to }) => `${from} → ${to}`)).to.deep.equal([])
  })

  for (const [name, file] of Object.entries({
    openai: 'server/adapters/model/chat-client.ts',
    cockatiel: 'server/adapters/model/patience.ts',
  }))
    it(`knows ${name} in one file only`, () => {
      const knowing = FILES.flatMap(importsOf).filter(({ to }) => to.split('/')[0] === name)
      expect(knowing.map(({ from }) => from)).to.deep.equal([file])
    })

  it('imports a room that has one by its index', () => {
    const rooms = [
      'access',
      'approvals',
      'articles',
      'audit',
      'capability',
      'consent',
      'decisions',
      'drafting',
      'overview',
      'evidence',
      'incidents',
      'provider',
      'recalls',
      'replay',
      'tickets',
    ]
    expect(
      rooms.filter((room) => !FILES.some(({ path }) => path === `server/${room}/index.ts`)),
    ).to.deep.equal([])
  })

  it('is read by a checker that is strict, and knows that a place of a list may be empty', () => {
    for (const file of ['tsconfig.json', 'src/tsconfig.json']) {
      const text = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')
      expect(text, file).to.not.match(
        /"(?:strict\w*|noImplicit\w+|noUnchecked\w+|exactOptional\w+|useUnknown\w+)": false|"allowJs": true/,
      )
    }
    const { compilerOptions } = JSON.parse(readFileSync(new URL('../tsconfig.json', import.meta.url), 'utf8'))
    expect(compilerOptions).to.include({ strict: true, noUncheckedIndexedAccess: true })
  })

  it('opens every room with its promise', () => {
    const silent = FILES.filter(({ path }) => /^server\/[a-z]+\/index\.ts$/.test(path)).filter(
      ({ text }) => !/^\/\*\* [^\n]*\bNever\b|^\/\*\* [^\n]*\bnever\b/.test(text),
    )
    expect(silent.map(({ path }) => path)).to.deep.equal([])
  })

  for (const [name, file] of Object.entries(BREACHES))
    it(`would notice it: ${name}`, () => {
      expect(breachesOf(file)).to.have.length(1)
    })

  it('is not disturbed by what a comment says, nor by what is allowed', () => {
    const fine: readonly SourceFile[] = [
      {
        path: 'server/consent/x.ts',
        text: '// never process.env, never Date.now()\n/* new Date() */ export {}',
      },
      { path: 'server/consent/x.ts', text: "import { x } from '../tickets/index.ts'" },
      { path: 'server/http/x.ts', text: "import type { Log } from '../log.ts'\nconst at = new Date(0)" },
      { path: 'server/running-drafts.ts', text: "import type { RunningDrafts } from './http/drafts.ts'" },
      { path: 'server/drafting/x.ts', text: "import { y } from './sub/y.ts'\nimport { z } from 'zod'" },
    ]
    expect(fine.flatMap(breachesOf)).to.deep.equal([])
  })
})

/** Tests of more than one file: they mirror a promise, a folder of content or a document, not a source file. */
const WITHOUT_A_TWIN = [
  'test/server/several-servers.test.ts',
  'test/server/drafting/requester-words.test.ts',
  'test/server/adapters/portable-sql.test.ts',
  'test/architecture.test.ts',
  'test/asvs.test.ts',
  'test/documents.test.ts',
  'test/dependencies.test.ts',
  'test/containers.test.ts',
  'test/mutation.test.ts',
  'test/package.test.ts',
  'test/docs/operations.test.ts',
  'test/translations.test.ts',
  'test/look.test.ts',
  'test/workbench/sample-help-center.test.ts',
  'test/workbench/sample-tickets.test.ts',
  'test/workbench/zendesk-node-api.test.ts',
  'test/src/console/console.test.ts',
]
const WITHOUT_TWINS = ['test/end-to-end', 'test/faults', 'test/fuzz', 'test/support', 'test/tenancy']

function hasTwin(test: string): boolean {
  if (WITHOUT_A_TWIN.includes(test) || WITHOUT_TWINS.some((folder) => isIn(test, folder))) return true
  const twin = test.replace(/^test\//, '').replace(/\.test\.tsx?$/, '')
  // A folder is the twin of a test that looks at the whole room.
  return [`${twin}.ts`, `${twin}.tsx`, `${twin}.mjs`, twin].some((path) =>
    existsSync(new URL(`../${path}`, import.meta.url)),
  )
}

/**
 * What is meant, where that is not what node reads. Mocha asks node for a file as it stands first, and only where that is
 * no JavaScript for what tsx makes of it: `new Store<Rows>(given)` alone is JavaScript too, which compares, and hands
 * `given` to nobody.
 */
async function isReadAsAnother(text: string): Promise<boolean> {
  const [asItStands, asMeant] = await Promise.allSettled([
    transform(text, { loader: 'js', logLevel: 'silent' }),
    transform(text, {
      loader: 'ts',
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    }),
  ])
  if (asMeant.status === 'rejected') throw asMeant.reason
  return asItStands.status === 'fulfilled' && asItStands.value.code !== asMeant.value.code
}

describe('the tests', () => {
  const tests = sourceFiles('test', /\.test\.tsx?$/).map(({ path }) => path)

  it('mirror the sources', () => {
    expect(tests.length).to.be.greaterThan(60)
    expect(tests.filter((test) => !hasTwin(test))).to.deep.equal([])
    expect(WITHOUT_A_TWIN.filter((test) => !tests.includes(test))).to.deep.equal([])
    expect(hasTwin('test/server/audit/nobody.test.ts')).to.equal(false)
  })

  it('catch nothing themselves', () => {
    const catching = sourceFiles('test', /\.test\.tsx?$/).filter(
      ({ path, text }) =>
        path !== 'test/architecture.test.ts' && /\bcatch\s*(?:\(\w*\)\s*)?\{/.test(codeOf(text)),
    )
    expect(catching.map(({ path }) => path)).to.deep.equal([])
  })

  it('come to an end: one that hangs is red by its name, and not ended with all others', () => {
    const endless = /\.timeout\(\s*(?:0|Infinity|Number\.\w+)\s*\)/
    const waiting = sourceFiles('test', /\.tsx?$/).filter(
      ({ path, text }) => path !== 'test/architecture.test.ts' && endless.test(codeOf(text)),
    )
    expect(waiting.map(({ path }) => path)).to.deep.equal([])
    expect(endless.test('this.timeout(0)')).to.equal(true)
  })

  it('mean the same to node as to their types, where node reads them as they stand', async () => {
    const other: string[] = []
    for (const { path, text } of sourceFiles('test', /\.test\.ts$/))
      if (await isReadAsAnother(text)) other.push(path)
    expect(other).to.deep.equal([])
    const given = ['new Store<Rows>(given)', 'new Store(given)', 'const it: Store = new Store<Rows>(given)']
    const found = await Promise.all(given.map(isReadAsAnother))
    expect(found).to.deep.equal([true, false, false])
  })
})
