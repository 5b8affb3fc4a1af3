import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { requirementsProblems } from '../../../server/cli/requirements-rules.ts'

const read = (): Record<string, Record<string, Record<string, unknown>>> =>
  JSON.parse(readFileSync(new URL('../../../requirements.json', import.meta.url), 'utf8'))
const field = (change: Readonly<Record<string, unknown>>) => {
  const value = read()
  Object.assign(value.ticket_fields?.ai_reply_consent ?? {}, change)
  return value
}

describe('requirements.json', () => {
  it('is what Zendesk takes and what Vouch understands', () => {
    expect(requirementsProblems(read())).to.deep.equal([])
  })

  const breaches: Readonly<Record<string, unknown>> = {
    'nothing at all': {},
    'a field more': { ticket_fields: { ...read().ticket_fields, other: { type: 'text', title: 'Other' } } },
    'another kind of thing': { ...read(), triggers: {} },
    'a field that must be answered': field({ required_in_portal: true }),
    'a field that the requester cannot see': field({ visible_in_portal: false }),
    'a field that the requester cannot set': field({ editable_in_portal: false }),
    'no title': field({ title: '' }),
    'another type': field({ type: 'text' }),
    'a yes that Vouch does not know': field({ custom_field_options: [{ name: 'Yes', value: 'yes' }] }),
    'no way to say no': field({ custom_field_options: [{ name: 'Yes', value: 'vouch_form_yes' }] }),
    'a value that is no tag': field({
      custom_field_options: [
        { name: 'Yes', value: 'Vouch Form Yes' },
        { name: 'No', value: 'vouch_form_no' },
      ],
    }),
  }
  for (const [name, value] of Object.entries(breaches))
    it(`is refused with ${name}`, () => {
      expect(requirementsProblems(value)).to.not.deep.equal([])
    })
})
