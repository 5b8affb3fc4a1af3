import { expect } from 'chai'
import { isFinished, type LetterFrame, letterText } from '../../../src/domain/request-letter.ts'

const FRAME: LetterFrame = {
  ...{ letter: 'refusal', language: 'en', subject: 'No', reference: 'Case 1', greeting: 'Hello,' },
  ...{ body: 'Because [reason]', mandatory: ['You may complain.', 'You may sue.'], closing: 'Regards' },
  sender: ['Acme', 'privacy@acme.example'],
}

describe('a letter', () => {
  it('holds its mandatory parts, whatever is written between them', () => {
    for (const body of ['', 'x', 'You may NOT complain.', '\r\n\r\n'])
      for (const part of [...FRAME.mandatory, FRAME.reference, 'privacy@acme.example'])
        expect(letterText(FRAME, body)).to.contain(part)
    expect(letterText(FRAME, ' Because.\r\nReally. ')).to.equal(
      'No\n\nCase 1\n\nHello,\n\nBecause.\nReally.\n\nYou may complain.\n\nYou may sue.\n\nRegards\n\nAcme\nprivacy@acme.example',
    )
  })

  it('is finished when a person has written something and no place is left open', () => {
    for (const body of ['', '  \n', 'Because [reason]', 'Open {link}'])
      expect(isFinished(body)).to.equal(false)
    for (const body of ['Because.', 'a ] b [', 'see {0}, no'.replace('{0}', '0')])
      expect(isFinished(body)).to.equal(true)
  })
})
