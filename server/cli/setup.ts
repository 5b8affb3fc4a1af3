/** `vouch setup`: connects an account without a browser, says what is connected, and takes it back before first use. */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { Fault } from '../../src/domain/fault.ts'
import { storedConnection } from '../adapters/connection-file.ts'
import { realWorld } from '../adapters/world.ts'
import { dataDirIn } from '../config.ts'
import { connectAccount, disconnectAccount } from '../connect-account.ts'
import {
  accountOriginOf,
  CONNECTION_FIELDS,
  CONNECTION_VARIABLES,
  type ConnectionField,
  type ConnectionForm,
  type ConnectionProblem,
  HELPDESK_NUMBER,
  keyAddress,
  namesNoAccount,
  readConnection,
} from '../connection.ts'
import type { World } from '../keys.ts'
import type { Terminal } from './main.ts'

const USAGE = `usage: vouch setup [--data DIR]
       vouch setup --subdomain NAME --installation ID --admin USER_ID --key FILE [--data DIR]
       vouch setup --subdomain NAME --app ID     where the key is read
       vouch setup --reset [--data DIR]          before anybody has signed in`

const OPTION: Readonly<Record<ConnectionField, string>> = {
  subdomain: '--subdomain',
  app: '--app',
  installation: '--installation',
  admin: '--admin',
  key: '--key',
}
const SAYS: Readonly<Record<ConnectionProblem, string>> = {
  needed: 'is needed',
  subdomain: 'must be the subdomain of an account, such as acme',
  number: 'must be a number of the helpdesk',
  no_key: 'is no public key in PEM form',
  private_key: 'is a private key: only the public one belongs here',
  weak_key: 'must be an RSA key of at least 2048 bits',
  workbench_key: 'is the key of the workbench, which is refused in production',
}

interface Asked {
  readonly dataDir: string
  readonly databaseUrl: string | null
  readonly accountId: string | undefined
  readonly reset: boolean
  readonly form: ConnectionForm
}

function readArgs(args: readonly string[], env: Terminal['env']): Asked {
  const text = { type: 'string' } as const
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ...{ data: text, subdomain: text, app: text, installation: text, admin: text, key: text },
        reset: { type: 'boolean' },
      },
    })
    const { subdomain = '', app = '', installation = '', admin = '', key = '' } = values
    return {
      dataDir: dataDirIn({ ...env, ...(values.data === undefined ? {} : { VOUCH_DATA_DIR: values.data }) }),
      databaseUrl: env['DATABASE_URL'] ?? null,
      accountId: env['VOUCH_ACCOUNT_ID'],
      reset: values.reset === true,
      form: { subdomain, app, installation, admin, key },
    }
  } catch (cause) {
    throw new Fault('BAD_REQUEST', USAGE, cause)
  }
}

/** What is connected, and by what. A key is not printed. */
function tell({ dataDir }: Asked, { out, env }: Terminal): number {
  const stored = storedConnection(dataDir)
  const named = (...names: readonly string[]) => names.some((name) => (env[name]?.trim() ?? '') !== '')
  const rows = [
    ['account', stored?.accountOrigin, ['VOUCH_ACCOUNT_ORIGIN']],
    ['installation', stored?.installationId, ['VOUCH_INSTALLATION_ID']],
    ['first admin', stored?.firstAdmin, ['VOUCH_FIRST_ADMIN']],
    [
      'public key',
      stored === null ? undefined : 'stored',
      ['VOUCH_APP_PUBLIC_KEY', 'VOUCH_APP_PUBLIC_KEY_FILE'],
    ],
  ] as const
  for (const [name, value, variables] of rows) {
    const says = named(...variables) ? `from the environment (${variables[0]})` : (value ?? 'missing')
    out(`${`${name}:`.padEnd(14)}${says}`)
  }
  const whole = rows.every(([, value, variables]) => value !== undefined || named(...variables))
  if (!whole) out(`\n${USAGE}`)
  return whole ? 0 : 1
}

/** The helpdesk shows the key to whoever is signed in, and to nobody else: Vouch has no sign-in there. */
function whereTheKeyIs(origin: string, appId: string): string {
  const address = keyAddress(origin, appId)
  return `The helpdesk shows the key only to an admin who is signed in. Open
    ${address}
in the browser in which you are, and save what it shows as a file. Or, with an OAuth token of an admin:
    curl -fsS -H "Authorization: Bearer $ZENDESK_TOKEN" ${address} -o app-public-key.pem
Then give it with --key app-public-key.pem`
}

async function connect(asked: Asked, { out, env }: Terminal, world: World): Promise<number> {
  const production = env['NODE_ENV'] === 'production'
  const origin = accountOriginOf(asked.form.subdomain, production)
  if (asked.form.key === '' && origin !== null && HELPDESK_NUMBER.test(asked.form.app)) {
    out(whereTheKeyIs(origin, asked.form.app))
    return 3
  }
  if (!namesNoAccount(env))
    throw new Fault(
      'CONFLICT',
      `the environment names an account already, and it wins: leave ${CONNECTION_VARIABLES.join(', ')} out`,
    )
  const { connection, problems } = readConnection(
    { ...asked.form, key: await keyIn(asked.form.key) },
    production,
  )
  if (connection === null) {
    const lines = CONNECTION_FIELDS.flatMap((field) => {
      const problem = problems[field]
      return problem === undefined ? [] : [`  ${OPTION[field]} ${SAYS[problem]}`]
    })
    throw new Fault('BAD_REQUEST', `nothing was stored:\n${lines.join('\n')}`)
  }
  await connectAccount({ ...asked, world }, connection, 'command')
  out(
    `connected with ${connection.accountOrigin}. A server that waits goes on by itself; otherwise start it.`,
  )
  return 0
}

async function keyIn(path: string): Promise<string> {
  if (path === '') return ''
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new Fault('BAD_REQUEST', 'the file of --key cannot be read', cause)
  }
}

/** @returns 0 done or whole, 1 something is missing, 3 the key is still needed; 4 bad input by its fault. */
export async function runSetUp(
  args: readonly string[],
  terminal: Terminal,
  world: World = realWorld,
): Promise<number> {
  const asked = readArgs(args, terminal.env)
  if (asked.reset) {
    await disconnectAccount({ ...asked, world })
    terminal.out('disconnected. A server that runs keeps the account until it is stopped.')
    return 0
  }
  const says = CONNECTION_FIELDS.some((field) => asked.form[field] !== '')
  return says ? connect(asked, terminal, world) : tell(asked, terminal)
}
