/** What the account makes of its ticket form: stored by version; tags are an admin's, the notice compliance staff's. */
import type { AccountId, Agent } from '../../src/domain/account.ts'
import { yearsOf } from '../../src/domain/age-of-consent.ts'
import { Fault } from '../../src/domain/fault.ts'
import {
  FIRST_HELPDESK_SETTINGS,
  FORM_NO,
  FORM_YES,
  HELPDESK_EVENTS,
  type HelpdeskSettings,
  type HelpdeskSettingsView,
  type HelpdeskView,
  type SetFormNotice,
  type SetMinorTags,
} from '../../src/domain/helpdesk-settings-api.ts'
import type { SetAgeField } from '../../src/domain/requester-api.ts'
import { localeNamed, readNotice } from '../consent/index.ts'
import type { EventRooms, EventRows, FormRule, HelpdeskSettingRows } from './rooms.ts'

export async function readHelpdeskSettings(
  tx: HelpdeskSettingRows,
  accountId: AccountId,
): Promise<HelpdeskSettingsView> {
  return (await tx.helpdeskSettings(accountId)) ?? FIRST_HELPDESK_SETTINGS
}

export async function readFormRule(tx: HelpdeskSettingRows, accountId: AccountId): Promise<FormRule> {
  const { settings } = await readHelpdeskSettings(tx, accountId)
  const { minorTags: minor, ageField: age, formNotice: notice } = settings
  return { yes: FORM_YES, no: FORM_NO, minor, age, notice }
}

/** One part of the settings; the others are left as they are, so that each role changes its own. */
export type HelpdeskSettingsChange = SetMinorTags | SetFormNotice | SetAgeField

/**
 * @throws Fault `CONFLICT` when somebody else has changed them since, or when the form would show another
 * notice than the one in force; `BAD_REQUEST` when that one does not exist in the language.
 */
export async function changeHelpdeskSettings(
  rooms: Pick<EventRooms, 'world' | 'keys' | 'audit'>,
  tx: EventRows,
  agent: Agent,
  { version, ...change }: HelpdeskSettingsChange,
): Promise<void> {
  const { accountId } = agent
  const current = await readHelpdeskSettings(tx, accountId)
  if (current.version !== version) throw new Fault('CONFLICT', 'these settings have changed since')
  // A notice that has been replaced meanwhile stays named: it only stops counting.
  const formNotice = 'formNotice' in change ? await shownNotice(tx, accountId, change.formNotice) : undefined
  const changed = formNotice === undefined ? change : { formNotice }
  const next = { version: current.version + 1, settings: { ...current.settings, ...changed } }
  await rooms.audit.append(tx, accountId, {
    type: 'helpdesk_settings.changed',
    actor: { kind: 'agent', ref: rooms.keys.digest('agent', accountId, agent.agentId) },
    object: { kind: 'helpdesk_settings', ref: String(next.version) },
    decision: 'formNotice' in change ? 'form_notice' : 'ageField' in change ? 'age_field' : 'minor_tags',
    detail: {
      notice: next.settings.formNotice?.version ?? 0,
      minorTags: next.settings.minorTags.length,
      ageYears: next.settings.ageField === null ? 0 : yearsOf(next.settings.ageField),
    },
  })
  await tx.addHelpdeskSettings(accountId, next, rooms.world.now().toISOString())
}

/** With the notice's own spelling of its language. */
async function shownNotice(
  tx: EventRows,
  accountId: AccountId,
  formNotice: HelpdeskSettings['formNotice'],
): Promise<HelpdeskSettings['formNotice']> {
  if (formNotice === null) return null
  const notice = await readNotice(tx, accountId)
  if (notice.version !== formNotice.version)
    throw new Fault('CONFLICT', 'the form must show the notice that is in force')
  const locale = localeNamed(notice, formNotice.locale)
  if (locale === undefined) throw new Fault('BAD_REQUEST', 'the notice does not exist in this language')
  return { ...formNotice, locale }
}

/** The settings with what they rest on: the notice in force, and what the helpdesk has sent so far. */
export async function viewHelpdesk(
  tx: EventRows,
  accountId: AccountId,
  webhooksOpen: boolean,
): Promise<HelpdeskView> {
  const notice = await tx.currentNotice(accountId)
  const heard = new Map((await tx.heardEvents(accountId)).map(({ name, lastAt }) => [name, lastAt]))
  return {
    ...(await readHelpdeskSettings(tx, accountId)),
    notice: notice === null ? null : { version: notice.version, locales: Object.keys(notice.texts) },
    formHeardAt: await tx.formHeardAt(accountId),
    webhooksOpen,
    events: HELPDESK_EVENTS.map((name) => ({ name, lastAt: heard.get(name) ?? null })),
  }
}
