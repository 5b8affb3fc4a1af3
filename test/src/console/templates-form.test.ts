import { expect } from 'chai'
import {
  formFromTemplates,
  sampleReply,
  serverTemplateProblems,
  type TemplatesForm,
  templateProblems,
  templatesFromForm,
} from '../../../src/console/templates-form.ts'

const SAVED = {
  locale: 'en-us',
  greetingNamed: 'Hello {name},',
  greetingUnnamed: 'Hello,',
  closing: 'Kind regards',
  notCoveredBridge: 'I will look into the rest.',
}
const FORM = formFromTemplates(SAVED)

describe('the reply templates as a form', () => {
  it('has nothing to say about templates as they come', () => {
    expect(templateProblems(FORM)).to.deep.equal({})
  })

  const wrong: Record<string, [Partial<TemplatesForm>, object]> = {
    'a named greeting without a name': [
      { greetingNamed: 'Hello,' },
      { greetingNamed: { kind: 'nameMissing' } },
    ],
    'a name twice': [{ greetingNamed: '{name}, dear {name}' }, { greetingNamed: { kind: 'nameTwice' } }],
    'a name where none is known': [{ closing: 'Bye {name}' }, { closing: { kind: 'nameForbidden' } }],
    'a misspelt place': [
      { greetingNamed: 'Hello {Name},' },
      { greetingNamed: { kind: 'placeholder', found: '{Name}' } },
    ],
    'a place of another product': [
      { closing: 'Ticket {{ticket.id}}' },
      { closing: { kind: 'placeholder', found: '{{ticket.id}' } },
    ],
    'a brace that never closes': [{ closing: 'Bye {' }, { closing: { kind: 'placeholder', found: '{' } }],
    'a novel': [{ closing: 'x'.repeat(1_001) }, { closing: { kind: 'long' } }],
  }
  for (const [name, [part, problems]] of Object.entries(wrong)) {
    it(`refuses ${name}`, () => {
      expect(templateProblems({ ...FORM, ...part })).to.deep.equal(problems)
    })
  }

  it('takes an empty template as a choice', () => {
    expect(templateProblems({ ...FORM, greetingNamed: '', closing: '  ' })).to.deep.equal({})
  })

  it('shows the reply with the name in it, quotes in the middle', () => {
    expect(sampleReply(FORM, { name: 'Jordan', partly: false, quotes: ['Q'] })).to.deep.equal([
      { kind: 'template', text: 'Hello Jordan,' },
      { kind: 'quote', text: 'Q' },
      { kind: 'template', text: 'Kind regards' },
    ])
  })

  it('shows the bridge only when a question stays open, and no line for an empty template', () => {
    const reply = sampleReply({ ...FORM, closing: '' }, { name: null, partly: true, quotes: [] })
    expect(reply.map(({ text }) => text)).to.deep.equal(['Hello,', 'I will look into the rest.'])
  })

  it('shows the line about AI only under what a model worded', () => {
    const form = { ...FORM, aiLine: 'Written with AI, checked by us.' }
    const texts = (modelled: boolean) =>
      sampleReply(form, { name: null, partly: false, modelled, quotes: [] }).map(({ text }) => text)
    expect(texts(true).at(-1)).to.equal('Written with AI, checked by us.')
    expect(texts(false).at(-1)).to.equal('Kind regards')
  })

  it('comes back as the templates that it was made from, with nothing for a model where nothing was typed', () => {
    expect(templatesFromForm(FORM, 'en-us')).to.deep.equal(SAVED)
    const form = { ...FORM, aiLine: 'AI.', voice: 'warm' }
    expect(templatesFromForm(form, 'en-us')).to.deep.equal({ ...SAVED, aiLine: 'AI.', voice: 'warm' })
  })

  it('takes a name that looks like a replacement pattern literally', () => {
    const [greeting] = sampleReply(FORM, { name: '$& $1', partly: false, quotes: [] })
    expect(greeting?.text).to.equal('Hello $& $1,')
  })

  it('finds the template that the companion did not accept', () => {
    expect(serverTemplateProblems(['closing'])).to.deep.equal({ closing: { kind: 'server' } })
  })
})
