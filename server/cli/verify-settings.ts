/** Roles, notices and scope policies as they are stored, held against what the log has of them. */
import { z } from 'zod'
import { canonicalJson, storedDigest } from '../audit/index.ts'
import type { Keyring } from '../keys.ts'
import type { StoreRows } from '../store.ts'

export interface SettingTrouble {
  readonly code: 'ROLES_DIFFER' | 'NOTICE_DIFFERS' | 'SCOPE_POLICY_DIFFERS' | 'LIVE_STATE_DIFFERS'
  readonly table: 'agent_role' | 'notice_version' | 'scope_policy' | 'live_state'
  /** Pseudonym of the agent, or the version. */
  readonly ref: string
  readonly index: number | null
}

const entrySchema = z.object({
  type: z.enum(['role.changed', 'notice.activated', 'scope_policy.changed', 'account.live_changed']),
  decision: z.string(),
  object: z.object({ ref: z.string() }),
  detail: z
    .looseObject({
      roles: z.array(z.string()).optional(),
      revision: z.int().optional(),
      digest: z.string().optional(),
      actions: z.array(z.string()).optional(),
      fields: z.array(z.string()).optional(),
      validDays: z.int().optional(),
    })
    .default({}),
})
type Detail = z.infer<typeof entrySchema>['detail']

interface Told {
  readonly index: number
  readonly detail: Detail
  readonly decision: string
}

/** By agent, by version and revision, by version: there are few of each, however long the log. */
export interface SettingsCheck {
  note(index: number, header: string): void
  finish(tx: StoreRows, keys: Pick<Keyring, 'digest'>): Promise<readonly SettingTrouble[]>
}

const MOST_VERSIONS = 10_000
const same = (a: unknown, b: unknown) => canonicalJson(a) === canonicalJson(b)
const sorted = (roles: readonly string[]) => [...roles].sort()

export function createSettingsCheck(accountId: string): SettingsCheck {
  const roles = new Map<string, Told>()
  const notices = new Map<string, Told>()
  const policies = new Map<string, Told>()
  const lives = new Map<string, Told>()

  async function rolesIn(tx: StoreRows, keys: Pick<Keyring, 'digest'>): Promise<readonly SettingTrouble[]> {
    const held = new Map(
      (await tx.allRoles(accountId)).map((row) => [keys.digest('agent', accountId, row.agentId), row.roles]),
    )
    const refs = new Set([...roles.keys(), ...held.keys()])
    return [...refs]
      .filter((ref) => !same(sorted(roles.get(ref)?.detail.roles ?? []), sorted(held.get(ref) ?? [])))
      .map((ref) => ({
        code: 'ROLES_DIFFER',
        table: 'agent_role',
        ref,
        index: roles.get(ref)?.index ?? null,
      }))
  }

  function versions<Row>(
    told: ReadonlyMap<string, Told>,
    held: ReadonlyMap<string, Row>,
    matches: (detail: Detail, row: Row) => boolean,
  ) {
    const names = new Set([...told.keys(), ...held.keys()])
    return [...names].flatMap((ref) => {
      const [said, row] = [told.get(ref), held.get(ref)]
      const good = said !== undefined && row !== undefined && matches(said.detail, row)
      return good ? [] : [{ ref, index: said?.index ?? null }]
    })
  }

  async function noticesIn(tx: StoreRows): Promise<readonly SettingTrouble[]> {
    const rows = await tx.noticeVersions(accountId, MOST_VERSIONS).catch((error: unknown) => {
      // What is no JSON any more cannot be told apart by version.
      if (error instanceof SyntaxError) return null
      throw error
    })
    const at = { code: 'NOTICE_DIFFERS', table: 'notice_version' } as const
    if (rows === null) return [{ ...at, ref: '', index: null }]
    const held = new Map(rows.map((row) => [`${row.version}.${row.revision}`, row]))
    return versions(
      notices,
      held,
      (detail, { digest, texts, recipients }) =>
        digest === detail.digest && digest === storedDigest({ texts, recipients }),
    ).map((trouble) => ({ ...at, ...trouble }))
  }

  async function policiesIn(tx: StoreRows): Promise<readonly SettingTrouble[]> {
    const rows = await tx.scopePolicyVersions(accountId, Number.MAX_SAFE_INTEGER, MOST_VERSIONS)
    const held = new Map(rows.map(({ version, policy }) => [String(version), policy]))
    return versions(policies, held, (detail, policy) => {
      const stored = policySchema.safeParse(jsonIn(policy))
      if (!stored.success) return false
      const { actions, fields, validDays } = stored.data
      if (!same([actions, fields, validDays], [detail.actions, detail.fields, detail.validDays])) return false
      return detail.digest === undefined || detail.digest === storedDigest(jsonIn(policy))
    }).map((trouble) => ({ code: 'SCOPE_POLICY_DIFFERS', table: 'scope_policy', ...trouble }))
  }

  /** A store of before has one row that no entry tells of, until the first start has told the log. */
  async function liveIn(tx: StoreRows): Promise<readonly SettingTrouble[]> {
    const row = await tx.liveState(accountId)
    const [ref = '', said] = [...lives].at(-1) ?? []
    if (said === undefined && (row === null || row.auditIndex === null)) return []
    const good =
      row !== null &&
      ref === String(row.seq) &&
      said?.index === row.auditIndex &&
      said.decision === (row.live ? 'live' : 'taken_back')
    const at = { code: 'LIVE_STATE_DIFFERS', table: 'live_state' } as const
    return good ? [] : [{ ...at, ref: String(row?.seq ?? ref), index: said?.index ?? null }]
  }

  return {
    note(index, header) {
      if (
        !/"type":"(?:role\.changed|notice\.activated|scope_policy\.changed|account\.live_changed)"/.test(
          header,
        )
      )
        return
      const entry = entrySchema.safeParse(jsonIn(header))
      if (!entry.success) return
      const { type, object, detail, decision } = entry.data
      const told = { index, detail, decision }
      if (type === 'role.changed') roles.set(object.ref, told)
      else if (type === 'account.live_changed') lives.set(object.ref, told)
      else if (type === 'notice.activated') notices.set(`${object.ref}.${detail.revision ?? 0}`, told)
      else policies.set(object.ref, told)
    },
    finish: async (tx, keys) => [
      ...(await rolesIn(tx, keys)),
      ...(await noticesIn(tx)),
      ...(await policiesIn(tx)),
      ...(await liveIn(tx)),
    ],
  }
}

const policySchema = z.looseObject({
  actions: z.array(z.string()),
  fields: z.array(z.string()),
  validDays: z.int(),
})

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
