/** The console's questions about the helpdesk's form and webhooks. */
import { AGE_COUNTRIES } from '../domain/age-of-consent.ts'
import { HELPDESK_EVENTS, type HelpdeskView, type SetFormNotice } from '../domain/helpdesk-settings-api.ts'
import { AGE_FIELD_KINDS } from '../domain/minor-age.ts'
import type { SetAgeField } from '../domain/requester-api.ts'
import { flag, list, nullable, number, oneOf, record, text } from './checks.ts'
import type { Line } from './session.ts'

const helpdeskView = record({
  version: number,
  settings: record({
    formNotice: nullable(record({ version: number, locale: text })),
    minorTags: list(text),
    ageField: nullable(
      record({ fieldId: text, kind: oneOf(AGE_FIELD_KINDS), country: nullable(oneOf(AGE_COUNTRIES)) }),
    ),
  }),
  notice: nullable(record({ version: number, locales: list(text) })),
  formHeardAt: nullable(text),
  webhooksOpen: flag,
  events: list(record({ name: oneOf(HELPDESK_EVENTS), lastAt: nullable(text) })),
})

export interface HelpdeskClient {
  helpdesk(): Promise<HelpdeskView>
  /** @throws Fault `CONFLICT` when `version` is no longer the newest. */
  saveMinorTags(version: number, minorTags: readonly string[]): Promise<HelpdeskView>
  saveAgeField(version: number, field: SetAgeField['ageField']): Promise<HelpdeskView>
  saveFormNotice(version: number, formNotice: SetFormNotice['formNotice']): Promise<HelpdeskView>
}

export function helpdeskCalls(line: Line): HelpdeskClient {
  const path = '/console/helpdesk-settings'
  return {
    helpdesk: () => line.ask(helpdeskView, 'GET', path),
    saveMinorTags: (version, minorTags) =>
      line.ask(helpdeskView, 'PUT', `${path}/minor-tags`, { version, minorTags }),
    saveAgeField: (version, field) =>
      line.ask(helpdeskView, 'PUT', `${path}/age-field`, { version, ageField: field }),
    saveFormNotice: (version, formNotice) =>
      line.ask(helpdeskView, 'PUT', `${path}/form-notice`, { version, formNotice }),
  }
}
