/** The account's own settings of drafting: what a new ticket's scope is, and the words around quotes. */
import type { AccountId, Agent } from '../../src/domain/account.ts'
import type { ScopePolicyView, TemplatesOrder, TemplatesView } from '../../src/domain/api.ts'
import { Fault } from '../../src/domain/fault.ts'
import { EXTRACTIVE } from '../../src/domain/scope.ts'
import type { ScopePolicy } from '../../src/domain/scope-resolution.ts'
import { policyWidenings } from '../../src/domain/widening.ts'
import { applierOf, type ChangeApplier } from '../approvals/index.ts'
import { storedDigest } from '../audit/index.ts'
import { policyContentSchema } from '../tickets/index.ts'
import type { DraftingRooms, DraftRows } from './rooms.ts'
import { readPolicy, standingPolicy } from './stored-policy.ts'

/** `null`: what is stored has something in it that this version does not know, which means deny. */
export async function readScopePolicy(
  rooms: Pick<DraftingRooms, 'drafterChoice'>,
  tx: DraftRows,
  accountId: AccountId,
): Promise<ScopePolicy | null> {
  const view = await readPolicy(tx, accountId)
  if (view === null) return null
  const known = withDrafter.get(view)
  if (known?.drafter === rooms.drafterChoice) return known
  const policy = { ...view, drafter: rooms.drafterChoice }
  withDrafter.set(view, policy)
  return policy
}
/** The same policy is the same object, so that what was found out about it need not be found out again. */
const withDrafter = new WeakMap<ScopePolicyView, ScopePolicy>()

/** Stands where a policy cannot be read: it gives nothing, and its version is none that was ever stored. */
export const CLOSED_POLICY: ScopePolicy = {
  version: -1,
  actions: [],
  fields: [],
  drafter: EXTRACTIVE,
  draftsPerTicket: 0,
  maxChars: 0,
  validDays: 0,
}

export async function readTemplates(
  rooms: DraftingRooms,
  tx: DraftRows,
  accountId: AccountId,
  locale: string,
): Promise<TemplatesView> {
  return (await tx.templatesView(accountId, locale)) ?? { ...rooms.builtInTemplates(locale), version: 0 }
}

/** What changing settings asks of the store beyond drafting itself. */
export interface SettingsRows extends DraftRows {
  /** @throws Fault `CONFLICT` when the version exists already. */
  addScopePolicy(accountId: AccountId, policy: ScopePolicyView, at: string, by: string): Promise<void>
  setTemplates(accountId: AccountId, templates: TemplatesView, at: string): Promise<void>
}

/** For every ticket at once: an open one follows when it is next looked at, before anything is decided on it. */
export async function changeScopePolicy(
  rooms: Pick<DraftingRooms, 'world' | 'keys' | 'audit'>,
  tx: SettingsRows,
  admin: Agent,
  order: ScopePolicyView,
): Promise<ScopePolicyView> {
  const current = await standingPolicy(tx, admin.accountId)
  if (current.version !== order.version)
    throw new Fault('CONFLICT', 'the scope policy was changed by someone else', undefined, {
      version: current.version,
    })
  const next: ScopePolicyView = { ...order, version: current.version + 1 }
  await rooms.audit.append(tx, admin.accountId, {
    type: 'scope_policy.changed',
    actor: { kind: 'agent', ref: rooms.keys.digest('agent', admin.accountId, admin.agentId) },
    object: { kind: 'scope_policy', ref: String(next.version) },
    decision: 'changed',
    detail: {
      actions: next.actions,
      fields: next.fields,
      validDays: next.validDays,
      digest: storedDigest(next),
    },
  })
  await tx.addScopePolicy(admin.accountId, next, rooms.world.now().toISOString(), admin.agentId)
  return next
}

/** The policy as a change. As long as no article was ever allowed, nothing was drafted: one person sets it up. */
export function scopePolicyChange(
  rooms: Pick<DraftingRooms, 'world' | 'keys' | 'audit'>,
): ChangeApplier<SettingsRows> {
  return applierOf({
    schema: policyContentSchema,
    async current(tx: SettingsRows, accountId) {
      const { version, content } = await standingPolicy(tx, accountId)
      const untouched = version === 0 && (await tx.currentAllowlist(accountId)).version === 0
      return { base: String(version), content, first: untouched }
    },
    widenings: policyWidenings,
    async apply(tx, admin, content, base) {
      await changeScopePolicy(rooms, tx, admin, { ...content, version: Number(base) })
    },
  })
}

/**
 * The words stay out of the audit log: an admin may write a name into them.
 * @throws Fault `CONFLICT` when somebody else has changed them since the version that the order names.
 */
export async function changeTemplates(
  rooms: DraftingRooms,
  tx: SettingsRows,
  admin: Agent,
  order: TemplatesOrder,
): Promise<TemplatesView> {
  const { version } = await readTemplates(rooms, tx, admin.accountId, order.locale)
  if (order.version !== undefined && order.version !== version)
    throw new Fault('CONFLICT', 'these templates were changed by someone else', undefined, { version })
  const next: TemplatesView = { ...order, version: version + 1 }
  await rooms.audit.append(tx, admin.accountId, {
    type: 'templates.changed',
    actor: { kind: 'agent', ref: rooms.keys.digest('agent', admin.accountId, admin.agentId) },
    object: { kind: 'templates', ref: order.locale },
    decision: 'changed',
  })
  await tx.setTemplates(admin.accountId, next, rooms.world.now().toISOString())
  return next
}
