import { expect } from 'chai'
import { sentencesFor } from '../../../workbench/stand-in-model/choice.ts'
import { readPrompt } from '../../../workbench/stand-in-model/index.ts'

const promptOf = (length: string, ticket: string) =>
  readPrompt(
    '',
    `TASK draft
REPLY LANGUAGE en
TONE neutral   LENGTH ${length}
QUESTIONS
[[Q1]] How many days until the money is back on my card?
PASSAGES
[[P1]] When will I get my money back?
We check returned goods at our warehouse. How long the money then takes depends on the payment method:
Credit or debit card: 3–7 working days
Bank transfer: 2–3 working days
[[P2]] Return conditions
Tags are still attached.
1. Open the portal.
2. Print the label.
3. Hand in the parcel.
TICKET a
${ticket}
END TICKET a`,
  )
const chosen = (question: string, length = 'short', said: ReadonlySet<string> = new Set()) =>
  sentencesFor(question, promptOf(length, 'Still waiting'), said).map(({ kind, text }) => `${kind}: ${text}`)

describe('the stand-in chooses', () => {
  it('a row of a list together with the line that announces it, and not the other rows', () => {
    expect(chosen('How many days until the money is back on my card?')).to.deep.equal([
      'answer: How long the money then takes depends on the payment method:',
      'list_item: Credit or debit card: 3–7 working days',
    ])
  })

  it('steps whole', () => {
    expect(chosen('Where do I print a label?')).to.deep.equal([
      'step: Open the portal.',
      'step: Print the label.',
      'step: Hand in the parcel.',
    ])
  })

  it('neighbours, in the order of the article', () => {
    expect(chosen('How many days until the money is back on my card?', 'normal')[0]).to.equal(
      'answer: We check returned goods at our warehouse.',
    )
  })

  it('nothing where no passage shares a word with the question', () => {
    expect(chosen('Do you sell snowshoes?')).to.deep.equal([])
  })

  it('rather something new than what the reply says already', () => {
    const before = chosen('Which tags and labels?')
    const after = chosen('Which tags and labels?', 'short', new Set(['Tags are still attached.']))
    expect(before).to.deep.equal(['answer: Tags are still attached.'])
    expect(after).to.not.deep.equal(before)
  })
})
