/** What an account makes of its helpdesk's ticket form; JSON between console and companion. */

/** Values of the form's field as `requirements.json` creates it; the helpdesk sets them as tags, too. */
export const FORM_YES = 'vouch_form_yes'
export const FORM_NO = 'vouch_form_no'

export interface HelpdeskSettings {
  /** The notice that stands beside the field; `null`: a yes on the form is only a hint to the agent. */
  readonly formNotice: { readonly version: number; readonly locale: string } | null
  /** Each says that the requester may be under age. */
  readonly minorTags: readonly string[]
}

/** `GET` and `PUT /api/v1/console/helpdesk`; `version` must be the one that was read. */
export interface HelpdeskSettingsView {
  readonly version: number
  readonly settings: HelpdeskSettings
}

export const FIRST_HELPDESK_SETTINGS: HelpdeskSettingsView = {
  version: 0,
  settings: { formNotice: null, minorTags: [] },
}
