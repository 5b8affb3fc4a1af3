import { expect } from 'chai'
import { faithfulAnswer } from '../../../workbench/stand-in-model/faithful.ts'
import { type Prompt, readPrompt } from '../../../workbench/stand-in-model/index.ts'
import { PROMPT } from '../../support/model-ground.ts'

function answerTo(user: string): ReturnType<typeof faithfulAnswer> {
  return faithfulAnswer(readPrompt('', user))
}
function segmentsOf(user: string) {
  const answer = answerTo(user)
  return 'segments' in answer ? answer.segments : []
}
const sourceOf = (prompt: Prompt, passage: string) => prompt.passages.find(({ id }) => id === passage)?.text

const GERMAN = `TASK draft
REPLY LANGUAGE de
TONE neutral   LENGTH detailed
QUESTIONS
[[Q1]] Wie setze ich mein Passwort zurück?
PASSAGES
[[P1]] Passwort zurücksetzen
Hinweis: Das Passwort lässt sich jederzeit zurücksetzen.
1. Öffnen Sie die Anmeldung und wählen Sie „Passwort vergessen“.
2. Wir senden Ihnen einen Link, mit dem Sie das Passwort neu setzen.
- Der Link zum Passwort gilt 24 Stunden.
TICKET a
Passwort weg
END TICKET a`

describe('the stand-in answers faithfully', () => {
  it('says what a passage says, and quotes it verbatim', () => {
    const prompt = readPrompt('', PROMPT)
    const segments = segmentsOf(PROMPT)
    expect(segments.map(({ text }) => text)).to.include('You have 30 days to return an article.')
    for (const { citations } of segments)
      for (const { passage, quote } of citations) expect(sourceOf(prompt, passage)).to.include(quote)
  })

  it('names the question that no passage answers', () => {
    expect(answerTo(PROMPT)).to.deep.include({ not_answered: [2] })
    expect(segmentsOf(PROMPT).every(({ question }) => question === 1)).to.equal(true)
  })

  it('tells steps and list items apart, in their order, and drops words that say nothing', () => {
    expect(segmentsOf(GERMAN).map(({ kind, text }) => `${kind}: ${text}`)).to.deep.equal([
      'answer: Das Passwort lässt sich jederzeit zurücksetzen.',
      'step: Öffnen Sie die Anmeldung und wählen Sie „Passwort vergessen“.',
      'step: Wir senden Ihnen einen Link, mit dem Sie das Passwort neu setzen.',
      'list_item: Der Link zum Passwort gilt 24 Stunden.',
    ])
  })

  it('is shorter or friendlier when it is asked to be', () => {
    expect(segmentsOf(GERMAN.replace('detailed', 'short')).length).to.equal(1)
    const friendly = PROMPT.replace('neutral', 'friendly').replace('must be unworn', 'is not to be worn')
    expect(segmentsOf(friendly).map(({ text }) => text)).to.include("The jacket isn't to be worn.")
  })

  it('keeps of a draft what a passage carries, and half of it when it should be short', () => {
    const rewrite = PROMPT.replace('TASK draft', 'TASK rewrite').replace(
      'TICKET 7f3a9c21\n',
      'DRAFT\n[[S1]] You have 30 days to return an article.\n[[S2]] Shipping costs 4.90 € in Germany.\nTICKET 7f3a9c21\n',
    )
    expect(segmentsOf(rewrite).map(({ citations }) => citations[0]?.passage)).to.deep.equal(['P1', 'P2'])
    expect(segmentsOf(rewrite.replace('LENGTH normal', 'LENGTH short')).length).to.equal(1)
  })

  it('sums up a conversation from its comments, and quotes them', () => {
    const answer = answerTo(
      'TASK summarise\nREPLY LANGUAGE en\nTICKET a\n[[C1]] Hello. The zip of my tent is broken.\n[[C2]] It is still broken today.\nEND TICKET a',
    )
    expect(answer).to.deep.equal({
      points: [
        {
          text: 'The zip of my tent is broken.',
          comment: 'C1',
          quote: 'The zip of my tent is broken.',
        },
        { text: 'It is still broken today.', comment: 'C2', quote: 'It is still broken today.' },
      ],
    })
  })
})
