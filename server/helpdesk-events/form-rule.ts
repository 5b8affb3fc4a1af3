/** What the account makes of its ticket form: stored by version, changed by an admin. */
import type { AccountId, Agent } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import {
  FIRST_HELPDESK_SETTINGS,
  FORM_NO,
  FORM_YES,
  type HelpdeskSettings,
  type HelpdeskSettingsView,
} from '../../src/domain/helpdesk-settings-api.ts'
import { readNotice } from '../consent/index.ts'
import type { EventRooms, EventRows, FormRule, HelpdeskSettingRows } from './rooms.ts'

export async function readHelpdeskSettings(
  tx: HelpdeskSettingRows,
  accountId: AccountId,
): Promise<HelpdeskSettingsView> {
  return (await tx.helpdeskSettings(accountId)) ?? FIRST_HELPDESK_SETTINGS
}

export async function readFormRule(tx: HelpdeskSettingRows, accountId: AccountId): Promise<FormRule> {
  const { settings } = await readHelpdeskSettings(tx, accountId)
  return { yes: FORM_YES, no: FORM_NO, minor: settings.minorTags, notice: settings.formNotice }
}

/**
 * @throws Fault `CONFLICT` when somebody else has changed them since, or `BAD_REQUEST` when the notice beside
 * the form is none that was ever shown.
 */
export async function changeHelpdeskSettings(
  rooms: Pick<EventRooms, 'world' | 'keys' | 'audit'>,
  tx: EventRows,
  admin: Agent,
  change: HelpdeskSettingsView,
): Promise<HelpdeskSettingsView> {
  const { accountId } = admin
  const current = await readHelpdeskSettings(tx, accountId)
  if (current.version !== change.version) throw new Fault('CONFLICT', 'these settings have changed since')
  await checkNotice(tx, accountId, change.settings)
  const next = { version: current.version + 1, settings: change.settings }
  await rooms.audit.append(tx, accountId, {
    type: 'helpdesk_settings.changed',
    actor: { kind: 'agent', ref: rooms.keys.digest('agent', accountId, admin.agentId) },
    object: { kind: 'helpdesk_settings', ref: String(next.version) },
    decision: 'changed',
    detail: {
      notice: change.settings.formNotice?.version ?? 0,
      minorTags: change.settings.minorTags.length,
    },
  })
  await tx.addHelpdeskSettings(accountId, next, rooms.world.now().toISOString())
  return next
}

async function checkNotice(
  tx: EventRows,
  accountId: AccountId,
  { formNotice }: HelpdeskSettings,
): Promise<void> {
  if (formNotice === null) return
  const notice = await readNotice(tx, accountId)
  if (notice.version !== formNotice.version)
    throw new Fault('CONFLICT', 'the form must show the notice that is in force')
  if (!Object.hasOwn(notice.texts, formNotice.locale))
    throw new Fault('BAD_REQUEST', 'the notice does not exist in this language')
}
