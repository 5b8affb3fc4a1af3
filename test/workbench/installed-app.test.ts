import { expect } from 'chai'
import { FORM_NO, FORM_YES } from '../../src/domain/helpdesk-settings-api.ts'
import { installApp } from '../../workbench/installed-app.ts'
import { fixtureWorkbench } from '../support/workbench-fixture.ts'

describe('the app in the workbench', () => {
  const app = installApp(new URL('../../', import.meta.url))

  it('brings the field that it asks for, with its two options on the form', () => {
    const [field] = app.fields
    expect(field).to.include({ key: 'ai_reply_consent', type: 'tagger' })
    expect(field?.portalTitle).to.be.a('string')
    expect(field?.options.map(({ value }) => value)).to.deep.equal([FORM_YES, FORM_NO])
    const fields = fixtureWorkbench({ app }).desk.ticketFields
    expect(fields.filter(({ id }) => id === field?.id)).to.have.length(1)
  })

  it('has the settings of its manifest, as they are before an admin chooses', () => {
    expect(Object.fromEntries(app.settings)).to.deep.equal({ write_consent_status: false })
  })
})
