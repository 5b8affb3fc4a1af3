import { expect } from 'chai'
import { isForwarded, ownWords } from '../../../src/zendesk/forwarded.ts'

const requester = { name: 'Maria Keller', email: 'Maria@example.com' }
const mail = (text: string, subject = 'A jacket') => ({ subject, text, requester })

const GMAIL = [
  'Could you help her?',
  '',
  '---------- Forwarded message ---------',
  'From: Bo Berg <bo@example.org>',
  'Date: Mon, 2 Nov 2026',
  'Subject: My jacket',
  '',
  'Where is my jacket?',
].join('\n')
const OUTLOOK_DE = [
  'siehe unten',
  '',
  'Von: Bo Berg',
  'Gesendet: Montag, 2. November 2026 09:14',
  'An: Maria Keller',
  'Betreff: Jacke',
  '',
  'Wo bleibt meine Jacke?',
].join('\n')

const FORWARDED: Readonly<Record<string, ReturnType<typeof mail>>> = {
  'by a web mailer': mail(GMAIL),
  'in German': mail(
    'Hallo\n\n-------- Weitergeleitete Nachricht --------\nBetreff: Jacke\nVon: bo@example.org',
  ),
  'by a telephone': mail('Anfang der weitergeleiteten Nachricht:\n\nVon: Bo <bo@example.org>\nDatum: 2.11.'),
  'in French': mail('---------- Message transféré ---------\nDe : Bo <bo@example.org>'),
  'quoted as a whole': mail('> ----- Forwarded message -----\n> From: bo@example.org'),
  'without a mark, by its subject and heading': mail(OUTLOOK_DE, 'WG: Jacke'),
  'with the mark of an answer, by its subject': mail(
    'fyi\n-----Original Message-----\nFrom: Bo\nSent: Monday',
    'FW: Jacket',
  ),
  'of nobody that it names': mail('---- Forwarded message ----\nFrom:\nSubject: x'),
}
const OWN: Readonly<Record<string, ReturnType<typeof mail>>> = {
  'a plain question': mail('When will my jacket come?'),
  'their own mail, passed on from another account': mail(
    GMAIL.replace('bo@example.org', 'maria@EXAMPLE.com'),
  ),
  'their own name, where no address is told': mail(
    OUTLOOK_DE.replace('Von: Bo Berg', 'Von: Maria Keller'),
    'WG: Jacke',
  ),
  'an answer to the shop, with its mail below': mail(OUTLOOK_DE, 'AW: Jacke'),
  'an answer with the mark of an answer': mail(
    'Thanks!\n-----Original Message-----\nFrom: shop@example.org\nSent: Monday',
    'RE: Jacket',
  ),
  'the words in a sentence': mail('I got your forwarded message: from which address do you send?'),
  'a heading with nobody below': mail('---- Forwarded message ----\n'),
  'only the subject': mail('When will it come?', 'Fwd: jacket'),
}

describe('a mail that was passed on', () => {
  for (const [name, each] of Object.entries(FORWARDED))
    it(`is seen: ${name}`, () => {
      expect(isForwarded(each)).to.equal(true)
      expect(ownWords(each)).to.not.match(/bo@example|Bo Berg|jacke\?|From:|Von:/i)
    })
  for (const [name, each] of Object.entries(OWN))
    it(`is not seen in ${name}, of which every word stays`, () => {
      expect(isForwarded(each)).to.equal(false)
      expect(ownWords(each)).to.equal(each.text)
    })

  it('leaves the requester’s own words above it, and only these', () => {
    expect(ownWords(mail(GMAIL))).to.equal('Could you help her?')
    expect(ownWords(mail(OUTLOOK_DE, 'Fwd: Jacke'))).to.equal('siehe unten')
    expect(ownWords(mail(GMAIL.slice(GMAIL.indexOf('-----'))))).to.equal('')
  })
})
