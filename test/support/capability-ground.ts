/** Genuine capabilities over a real store and real keys, and the request that each is made out for. */
import { createAuditLog } from '../../server/audit/index.ts'
import {
  createTurnstile,
  type Leaving,
  mintCapability,
  type Presented,
  payloadDigest,
  type Standing,
  type Turnstile,
} from '../../server/capability/index.ts'
import type { Keyring } from '../../server/keys.ts'
import type { Allow } from '../../src/domain/decide.ts'
import { type FakeWorld, fakeWorld } from './fake-world.ts'
import { type FileStore, fileStore, tempKeyring } from './memory-store.ts'
import { genuineAllow } from './model-ground.ts'
import { tempFolder } from './temp-folder.ts'
import { LEAVING } from './turnstiles.ts'

export const BODY = '{"model":"m"}'
export const PLACE = { provider: 'self-hosted', region: 'local', model: 'm' } as const

export interface CapabilityGround {
  readonly store: FileStore
  readonly keys: Keyring
  readonly world: FakeWorld
  readonly folder: string
  readonly host: string
  readonly turnstile: Turnstile
  readonly allow: Allow
  /** What holds for the ticket now; a test changes it. */
  standing: Standing | null
  /** A capability as a decision makes it; `change` is what the decision was about instead. */
  mint(change?: Partial<Minted>): Promise<string>
  present(change?: Partial<Presented>): Presented
  /** `type (bar)` of what the log says of the door. */
  told(): readonly string[]
}

export interface Minted {
  readonly accountId: string
  readonly leaving: Leaving
  readonly body: string
  readonly host: string
  readonly region: string
  readonly allow: Allow
  readonly ends: readonly (string | null)[]
}

export async function capabilityGround(host = 'localhost:9'): Promise<CapabilityGround> {
  const folder = tempFolder()
  const store = await fileStore(folder)
  const [keys, world, allow] = [tempKeyring(folder), fakeWorld(), genuineAllow()]
  const audit = createAuditLog(world, keys)
  const ground: CapabilityGround = {
    store,
    keys,
    world,
    folder,
    host,
    allow,
    turnstile: createTurnstile({
      world,
      keys,
      audit,
      transact: store.transact,
      standing: async () => ground.standing,
    }),
    standing: { epoch: allow.consentEpoch, scopeHash: allow.scopeHash },
    async mint(change = {}) {
      const given = {
        accountId: 'acme',
        leaving: LEAVING,
        body: BODY,
        host,
        region: 'local',
        allow,
        ends: [],
        ...change,
      }
      const request = { payload: payloadDigest(given.body) }
      const { token, jtiHash, expiresAt } = mintCapability(keys, given.allow, {
        ...given,
        request,
        now: world.now(),
      })
      await store.transact((tx) => tx.addCapability(given.accountId, jtiHash, expiresAt))
      return token
    },
    present: (change = {}) => ({
      ...LEAVING,
      ...PLACE,
      accountId: 'acme',
      host,
      payload: payloadDigest(BODY),
      bytes: Buffer.byteLength(BODY),
      ...change,
    }),
    told: () =>
      store.rows('select header from audit_entry order by account_id, idx').map(({ header }) => {
        const entry: { type: string; detail: { bar?: string } } = JSON.parse(String(header))
        return entry.detail.bar === undefined ? entry.type : `${entry.type} (${entry.detail.bar})`
      }),
  }
  return ground
}
