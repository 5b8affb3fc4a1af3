import { expect } from 'chai'
import { createExtractiveDrafter, type DraftTask } from '../../../server/drafting/index.ts'
import { type Allow, decide } from '../../../src/domain/decide.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { question } from '../../support/gate-cases.ts'

const ALLOW = decide(question()) as Allow
const PASSAGE = {
  articleId: 'refund',
  locale: 'en-us',
  versionHash: 'a'.repeat(64),
  passageId: 'p1',
  title: 'Refunds',
  url: null,
  headings: [],
  text: 'First do this. Then do that.',
}
const evidence = (start: number, end: number) => ({
  articleId: 'refund',
  locale: 'en-us',
  versionHash: PASSAGE.versionHash,
  passageId: 'p1',
  start,
  end,
  kind: 'step' as const,
  ordinal: start === 0 ? 1 : 2,
})
const TEMPLATES = {
  locale: 'en-us',
  greetingNamed: 'Hello {name},',
  greetingUnnamed: 'Hello,',
  closing: 'Kind regards',
  notCoveredBridge: 'More later.',
}
const covered = (...sentences: ReturnType<typeof evidence>[]) => ({
  text: 'How?',
  evidence: { outcome: 'covered' as const, probability: 1, sentences },
})
const missing = { text: 'Why?', evidence: { outcome: 'not_covered' as const, probability: 0, nearest: [] } }

function draft(change: Partial<DraftTask>) {
  const task: DraftTask = {
    locale: 'en-us',
    questions: [covered(evidence(0, 14))],
    templates: TEMPLATES,
    namePlaceholder: null,
    passage: () => PASSAGE,
    ...change,
  }
  return createExtractiveDrafter().draft(ALLOW, task, new AbortController().signal)
}
const textsOf = async (change: Partial<DraftTask>) => (await draft(change)).sentences.map(({ text }) => text)

describe('the extractive drafter', () => {
  it('says greeting, sentences as they stand, and closing', async () => {
    const { sentences } = await draft({})
    expect(sentences.map(({ id, kind, text }) => [id, kind, text])).to.deep.equal([
      ['s1', 'template', 'Hello,'],
      ['s2', 'quote', 'First do this.'],
      ['s3', 'template', 'Kind regards'],
    ])
    expect(sentences[1]).to.deep.include({ block: 'step', ordinal: 1, part: 1 })
  })

  it('greets by the placeholder where there is one', async () => {
    expect(await textsOf({ namePlaceholder: '⟦NAME_3⟧' })).to.include('Hello ⟦NAME_3⟧,')
  })

  it('says a sentence once though two questions ask for it', async () => {
    const questions = [covered(evidence(0, 14)), covered(evidence(0, 14), evidence(15, 28))]
    expect(await textsOf({ questions })).to.deep.equal([
      'Hello,',
      'First do this.',
      'Then do that.',
      'Kind regards',
    ])
  })

  it('builds the bridge only when something is left open', async () => {
    expect(await textsOf({ questions: [covered(evidence(0, 14)), missing] })).to.include('More later.')
    expect(await textsOf({})).to.not.include('More later.')
  })

  it('leaves out a template that the account left empty', async () => {
    const templates = { ...TEMPLATES, greetingUnnamed: '', closing: ' ' }
    expect(await textsOf({ templates })).to.deep.equal(['First do this.'])
  })

  it('breaks rather than quote nothing', async () => {
    const nowhere = { questions: [covered(evidence(900, 914))] }
    expect(await faultFrom(() => draft(nowhere))).to.equal('DRAFTER_FAILED')
    expect(await faultFrom(() => draft({ passage: () => null }))).to.equal('DRAFTER_FAILED')
  })
})
