/** The account's own settings of drafting: what a new ticket's scope is, and the words around quotes. */
import type { z } from 'zod'
import type { AccountId, Agent } from '../../src/domain/account.ts'
import type { ScopePolicyView, TemplatesView } from '../../src/domain/api.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { ScopePolicy } from '../../src/domain/scope-resolution.ts'
import { policyWidenings } from '../../src/domain/widening.ts'
import { applierOf, type ChangeApplier } from '../approvals/index.ts'
import type { DraftingRooms, DraftRows } from './rooms.ts'

/** Version 0: what holds until an admin has said otherwise. `maxChars` counts UTF-16 code units. */
export const FIRST_POLICY: ScopePolicyView = {
  version: 0,
  actions: ['draft', 'rewrite', 'search'],
  fields: ['requester_text', 'subject', 'locale'],
  draftsPerTicket: 10,
  maxChars: 4_000,
  validDays: 30,
}

export async function readScopePolicyView(tx: DraftRows, accountId: AccountId): Promise<ScopePolicyView> {
  return (await tx.scopePolicyView(accountId)) ?? FIRST_POLICY
}

export async function readScopePolicy(
  rooms: DraftingRooms,
  tx: DraftRows,
  accountId: AccountId,
): Promise<ScopePolicy> {
  return { ...(await readScopePolicyView(tx, accountId)), drafter: rooms.drafterChoice }
}

export async function readTemplates(
  rooms: DraftingRooms,
  tx: DraftRows,
  accountId: AccountId,
  locale: string,
): Promise<TemplatesView> {
  return (await tx.templatesView(accountId, locale)) ?? rooms.builtInTemplates(locale)
}

/** What changing settings asks of the store beyond drafting itself. */
export interface SettingsRows extends DraftRows {
  /** @throws Fault `CONFLICT` when the version exists already. */
  addScopePolicy(accountId: AccountId, policy: ScopePolicyView, at: string): Promise<void>
  setTemplates(accountId: AccountId, templates: TemplatesView, at: string): Promise<void>
  draftCounts(accountId: AccountId): Promise<{ drafts: number; refusals: number }>
}

/** For tickets opened from now on; a scope that is already fixed stays as it is. */
export async function changeScopePolicy(
  rooms: Pick<DraftingRooms, 'world' | 'keys' | 'audit'>,
  tx: SettingsRows,
  admin: Agent,
  order: ScopePolicyView,
): Promise<ScopePolicyView> {
  const current = await readScopePolicyView(tx, admin.accountId)
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
    detail: { actions: next.actions, fields: next.fields, validDays: next.validDays },
  })
  await tx.addScopePolicy(admin.accountId, next, rooms.world.now().toISOString())
  return next
}

export type PolicyContent = Omit<ScopePolicyView, 'version'>

/** The policy as a change. As long as no article was ever allowed, nothing was drafted: one person sets it up. */
export function scopePolicyChange(
  rooms: Pick<DraftingRooms, 'world' | 'keys' | 'audit'>,
  schema: z.ZodType<PolicyContent>,
): ChangeApplier<SettingsRows> {
  return applierOf({
    schema,
    async current(tx: SettingsRows, accountId) {
      const { version, ...content } = await readScopePolicyView(tx, accountId)
      const untouched = version === 0 && (await tx.currentAllowlist(accountId)).version === 0
      return { base: String(version), content, first: untouched }
    },
    widenings: policyWidenings,
    async apply(tx, admin, content, base) {
      await changeScopePolicy(rooms, tx, admin, { ...content, version: Number(base) })
    },
  })
}

/** The words stay out of the audit log: an admin may write a name into them. */
export async function changeTemplates(
  rooms: DraftingRooms,
  tx: SettingsRows,
  admin: Agent,
  order: TemplatesView,
): Promise<TemplatesView> {
  await rooms.audit.append(tx, admin.accountId, {
    type: 'templates.changed',
    actor: { kind: 'agent', ref: rooms.keys.digest('agent', admin.accountId, admin.agentId) },
    object: { kind: 'templates', ref: order.locale },
    decision: 'changed',
  })
  await tx.setTemplates(admin.accountId, order, rooms.world.now().toISOString())
  return order
}
