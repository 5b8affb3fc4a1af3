import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { type EvidenceSettings, readEvidence } from '../../server/evidence-config.ts'
import { tempFolder } from '../support/temp-folder.ts'

const SECRET = 'a-secret-of-at-least-32-characters!'
const URL_ = 'https://siem.example.com/in/vouch'

function problemsOf(given: EvidenceSettings): readonly string[] {
  const problems: string[] = []
  readEvidence(given, problems)
  return problems
}

describe('the configuration of evidence', () => {
  it('needs nothing: a review each quarter, no address for events', () => {
    const problems: string[] = []
    expect(readEvidence({}, problems)).to.deep.equal({
      reviewMonths: 3,
      dpo: null,
      transfer: null,
      events: null,
    })
    expect(problems).to.deep.equal([])
  })

  it('reads a receiver with its secret, from a file as well, and writes the secret down nowhere', () => {
    const file = join(tempFolder(), 'secret')
    writeFileSync(file, `${SECRET}\n`)
    const problems: string[] = []
    const { events } = readEvidence(
      { VOUCH_EVENTS_URL: URL_, VOUCH_EVENTS_SECRET_FILE: file, VOUCH_EVENTS_IN_HOUSE: 'on' },
      problems,
    )
    expect(problems).to.deep.equal([])
    expect(events?.eventsSecret()).to.equal(SECRET)
    expect(events).to.include({ url: URL_, inHouse: true })
    expect(JSON.stringify(events)).not.to.contain(SECRET)
  })

  const WRONG: Readonly<Record<string, readonly [EvidenceSettings, string]>> = {
    'a period that divides no year': [{ VOUCH_ACCESS_REVIEW_MONTHS: '5' }, 'VOUCH_ACCESS_REVIEW_MONTHS'],
    'an instrument nobody knows': [{ VOUCH_TRANSFER_INSTRUMENT: 'shield' }, 'VOUCH_TRANSFER_INSTRUMENT'],
    'no secret': [{ VOUCH_EVENTS_URL: URL_ }, 'VOUCH_EVENTS_SECRET'],
    'a short secret': [{ VOUCH_EVENTS_URL: URL_, VOUCH_EVENTS_SECRET: 'short' }, 'VOUCH_EVENTS_SECRET'],
    'a secret given twice': [
      { VOUCH_EVENTS_URL: URL_, VOUCH_EVENTS_SECRET: SECRET, VOUCH_EVENTS_SECRET_FILE: '/x' },
      'VOUCH_EVENTS_SECRET',
    ],
    'a file that is not there': [
      { VOUCH_EVENTS_URL: URL_, VOUCH_EVENTS_SECRET_FILE: '/nowhere/secret' },
      'VOUCH_EVENTS_SECRET_FILE',
    ],
    'a secret without an address': [{ VOUCH_EVENTS_SECRET: SECRET }, 'VOUCH_EVENTS_SECRET'],
    'neither on nor off': [
      { VOUCH_EVENTS_URL: URL_, VOUCH_EVENTS_SECRET: SECRET, VOUCH_EVENTS_IN_HOUSE: 'yes' },
      'VOUCH_EVENTS_IN_HOUSE',
    ],
    ...Object.fromEntries(
      [
        'http://siem.example.com/in',
        'https://user@siem.example.com/in',
        'https://siem.example.com/in?token=1',
        'https://siem.example.com/in#a',
        'ftp://siem.example.com/in',
        'siem.example.com',
      ].map((url) => [
        `the address ${url}`,
        [{ VOUCH_EVENTS_URL: url, VOUCH_EVENTS_SECRET: SECRET }, 'VOUCH_EVENTS_URL'] as const,
      ]),
    ),
  }
  for (const [name, [given, variable]] of Object.entries(WRONG))
    it(`refuses to start, and prints no secret: ${name}`, () => {
      const problems = problemsOf(given)
      expect(problems).to.have.length(1)
      expect(problems[0]).to.match(new RegExp(`^${variable}: `))
      expect(problems.join()).not.to.contain(SECRET)
    })
})
