/** What an account makes of its helpdesk's ticket form; JSON between console and companion. */

import type { AgeField } from './age-of-consent.ts'

export { FORM_NO, FORM_YES } from './form-tags.ts'

export interface HelpdeskSettings {
  /** The notice that stands beside the field; `null`: a yes on the form is only a hint to the agent. */
  readonly formNotice: { readonly version: number; readonly locale: string } | null
  /** Each says that the requester may be under age. */
  readonly minorTags: readonly string[]
  /** The field that says how old a requester is; `null`: the form asks for none, or nobody listens. */
  readonly ageField: AgeField | null
}

/** `version` must be the one that was read when they are changed. */
export interface HelpdeskSettingsView {
  readonly version: number
  readonly settings: HelpdeskSettings
}

export const FIRST_HELPDESK_SETTINGS: HelpdeskSettingsView = {
  version: 0,
  settings: { formNotice: null, minorTags: [], ageField: null },
}

/** What the companion listens to, as the helpdesk names it; without `zen:event-type:`. */
export const HELPDESK_EVENTS = [
  'ticket.created',
  'ticket.requester_changed',
  'ticket.merged',
  'ticket.tags_changed',
  'ticket.comment_added',
  'ticket.brand_changed',
  'ticket.form_changed',
  'ticket.group_assignment_changed',
  'ticket.email_ccs_changed',
  'ticket.custom_field_changed',
  'ticket.soft_deleted',
  'ticket.marked_as_spam',
  'ticket.undeleted',
  'ticket.permanently_deleted',
  'user.merged',
  'user.deleted',
  'user.active_changed',
  'user.suspended_changed',
  'user.role_changed',
  'user.custom_role_changed',
] as const
export type HelpdeskEventName = (typeof HELPDESK_EVENTS)[number]

export interface HeardEvent {
  readonly name: HelpdeskEventName
  /** When one was received last; `null`: never. */
  readonly lastAt: string | null
}

/** `GET /api/v1/console/helpdesk-settings`; both changes answer with the same. */
export interface HelpdeskView extends HelpdeskSettingsView {
  /** The one in force: the only one under which a yes on the form can count. `null`: none yet. */
  readonly notice: { readonly version: number; readonly locales: readonly string[] } | null
  /** When the form's field last said something of its own accord; `null`: never heard of. */
  readonly formHeardAt: string | null
  /** Whether a signing secret is configured; without one every webhook is refused. */
  readonly webhooksOpen: boolean
  /** Each of `HELPDESK_EVENTS`, in its order. */
  readonly events: readonly HeardEvent[]
}

/** `PUT /api/v1/console/helpdesk-settings/minor-tags`: an admin's. */
export interface SetMinorTags {
  readonly version: number
  readonly minorTags: readonly string[]
}

/** `PUT /api/v1/console/helpdesk-settings/form-notice`: compliance staff's alone. */
export interface SetFormNotice {
  readonly version: number
  readonly formNotice: HelpdeskSettings['formNotice']
}

export const MOST_MINOR_TAGS = 50
/** As the helpdesk spells tags: no blank, no comma. */
export const HELPDESK_TAG = /^[^\s,"]{1,100}$/u
