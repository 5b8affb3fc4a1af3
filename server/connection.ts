/** Which account the companion serves, under which key, and who is its first admin: parsed and judged. No secret. */
import { createPublicKey } from 'node:crypto'

/** First line of the key that the workbench throws away: it opens nothing in production. */
export const WORKBENCH_KEY_MARK = 'VOUCH WORKBENCH KEY'
export const ZENDESK_ORIGIN = /^https:\/\/[a-z0-9][a-z0-9-]{0,62}\.zendesk\.com$/
export const LOOPBACK_ORIGIN = /^http:\/\/(?:localhost|127\.0\.0\.1)(?::\d{1,5})?$/
/** Ids of the helpdesk. */
export const HELPDESK_NUMBER = /^[1-9]\d{0,18}$/

export interface Connection {
  /** `https://<subdomain>.zendesk.com` */
  readonly accountOrigin: string
  readonly installationId: string
  /** RS256 public key of the app (PEM). */
  readonly appPublicKey: string
  readonly firstAdmin: string
}

export const CONNECTION_FIELDS = ['subdomain', 'app', 'installation', 'admin', 'key'] as const
export type ConnectionField = (typeof CONNECTION_FIELDS)[number]
export const CONNECTION_PROBLEMS = [
  'needed',
  'subdomain',
  'number',
  'no_key',
  'private_key',
  'weak_key',
  'workbench_key',
] as const
export type ConnectionProblem = (typeof CONNECTION_PROBLEMS)[number]
export type ConnectionForm = Readonly<Record<ConnectionField, string>>

/** `null`: it may verify what the helpdesk signs. */
export function appKeyProblem(pem: string, production: boolean): ConnectionProblem | null {
  if (pem.includes('PRIVATE KEY')) return 'private_key'
  try {
    const key = createPublicKey(pem)
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
    if (key.asymmetricKeyType !== 'rsa' || bits < 2048) return 'weak_key'
  } catch {
    return 'no_key'
  }
  return production && pem.includes(WORKBENCH_KEY_MARK) ? 'workbench_key' : null
}

/** `acme`, `acme.zendesk.com` and the address of any page there are the same account. `null`: none is meant. */
export function accountOriginOf(typed: string, production: boolean): string | null {
  const text = typed.trim().toLowerCase()
  if (!production && LOOPBACK_ORIGIN.test(text)) return text
  const [host = ''] = text.replace(/^https:\/\//, '').split('/', 1)
  const origin = `https://${host.replace(/\.zendesk\.com$/, '')}.zendesk.com`
  return ZENDESK_ORIGIN.test(origin) ? origin : null
}

/** Where an admin who is signed in reads the key. Without a sign-in the helpdesk shows it to nobody. */
export function keyAddress(accountOrigin: string, appId: string): string {
  return `${accountOrigin}/api/v2/apps/${appId}/public_key.pem`
}

type Problems = Readonly<Partial<Record<ConnectionField, ConnectionProblem>>>
export type ReadConnection =
  | { readonly connection: Connection; readonly problems: null }
  | { readonly connection: null; readonly problems: Problems }

/** Every field is judged, so that one look says everything that is wrong. The app's id only leads to its key. */
export function readConnection(form: ConnectionForm, production: boolean): ReadConnection {
  const given = Object.fromEntries(CONNECTION_FIELDS.map((field) => [field, form[field].trim()])) as Record<
    ConnectionField,
    string
  >
  const accountOrigin = accountOriginOf(given.subdomain, production)
  const judged: Record<ConnectionField, ConnectionProblem | null> = {
    subdomain: accountOrigin === null ? 'subdomain' : null,
    app: null,
    installation: HELPDESK_NUMBER.test(given.installation) ? null : 'number',
    admin: HELPDESK_NUMBER.test(given.admin) ? null : 'number',
    key: appKeyProblem(given.key, production),
  }
  const problems: Partial<Record<ConnectionField, ConnectionProblem>> = {}
  for (const field of CONNECTION_FIELDS) {
    const problem = given[field] === '' && field !== 'app' ? 'needed' : judged[field]
    if (problem !== null) problems[field] = problem
  }
  if (given.app !== '' && !HELPDESK_NUMBER.test(given.app)) problems.app = 'number'
  if (accountOrigin === null || Object.keys(problems).length > 0) return { connection: null, problems }
  return {
    connection: {
      accountOrigin,
      installationId: given.installation,
      appPublicKey: `${given.key}\n`,
      firstAdmin: given.admin,
    },
    problems: null,
  }
}

/** The variables that stand for it; a value of the environment wins over one that was stored. */
export const CONNECTION_VARIABLES = [
  'VOUCH_ACCOUNT_ORIGIN',
  'VOUCH_INSTALLATION_ID',
  'VOUCH_APP_PUBLIC_KEY',
  'VOUCH_APP_PUBLIC_KEY_FILE',
  'VOUCH_FIRST_ADMIN',
] as const

type Environment = Readonly<Record<string, string | undefined>>
const isSet = (env: Environment, name: string) => (env[name]?.trim() ?? '') !== ''

/** True: the environment says nothing of an account, so that one may be connected. */
export function namesNoAccount(env: Environment): boolean {
  return CONNECTION_VARIABLES.every((name) => !isSet(env, name))
}

/** The environment with what was stored where it says nothing itself. */
export function withConnection(env: Environment, stored: Connection | null): Environment {
  if (stored === null) return env
  const ownKey = isSet(env, 'VOUCH_APP_PUBLIC_KEY') || isSet(env, 'VOUCH_APP_PUBLIC_KEY_FILE')
  const own = (name: string) => (isSet(env, name) ? { [name]: env[name] } : {})
  return {
    ...env,
    VOUCH_ACCOUNT_ORIGIN: stored.accountOrigin,
    VOUCH_INSTALLATION_ID: stored.installationId,
    VOUCH_FIRST_ADMIN: stored.firstAdmin,
    ...(ownKey ? {} : { VOUCH_APP_PUBLIC_KEY: stored.appPublicKey }),
    ...own('VOUCH_ACCOUNT_ORIGIN'),
    ...own('VOUCH_INSTALLATION_ID'),
    ...own('VOUCH_FIRST_ADMIN'),
  }
}
