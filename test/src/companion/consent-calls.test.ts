import { expect } from 'chai'
import { consentCalls } from '../../../src/companion/consent-calls.ts'
import { consentClient } from '../../../src/companion/consent-client.ts'
import { openLine } from '../../../src/companion/session.ts'
import { SAMPLE_FILE, SAMPLE_RULES } from '../../support/fake-consents.ts'
import { faultFrom } from '../../support/fault-from.ts'

const DESK = {
  waiting: { mine: false, since: '2026-11-26T09:00:00.000Z', until: '2026-12-10T09:00:00.000Z' },
  carryOver: null,
  notCarried: null,
  noticeLocales: ['en', 'de'],
  ticketLocales: ['de-AT'],
  answersFrom: '2026-11-26T09:00:00.000Z',
  askAgainFrom: null,
  objectionPath: null,
}

function lineTo(body: unknown) {
  const calls: { readonly method: string; readonly path: string; readonly body: unknown }[] = []
  const session = {
    token: 't',
    expiresAt: '2099-01-01T00:00:00.000Z',
    place: 'sidebar' as const,
    apiBase: 'https://vouch.example/api/v1',
  }
  const line = openLine(session, {
    fetch: async (url, letter) => {
      const sent: unknown = letter.body === undefined ? null : JSON.parse(letter.body)
      calls.push({ method: letter.method, path: url.replace(session.apiBase, ''), body: sent })
      return new Response(JSON.stringify(body), { status: 200 })
    },
    now: () => Date.parse('2026-11-27T09:00:00.000Z'),
    after: () => () => {},
  })
  return { line, calls }
}

describe('the calls about consent', () => {
  it('ask for the desk of one ticket, whatever its number looks like', async () => {
    const { line, calls } = lineTo({ ...DESK, surplus: 'stays outside' })
    expect(await consentCalls(line).desk('47/11')).to.deep.equal(DESK)
    expect(calls).to.deep.equal([{ method: 'GET', path: '/tickets/47%2F11/consent', body: null }])
  })

  it('fault on an answer with a field of another kind, and hand nothing on', async () => {
    const { line } = lineTo({ ...DESK, waiting: { mine: 'no', since: '', until: '' } })
    expect(await faultFrom(() => consentCalls(line).desk('1'))).to.equal('UNEXPECTED')
  })

  it('read the file of a ticket and the rules of the account field by field', async () => {
    expect(await consentClient(lineTo(SAMPLE_FILE).line).consentFile('4711')).to.deep.equal(SAMPLE_FILE)
    expect(await consentClient(lineTo(SAMPLE_RULES).line).consentRules()).to.deep.equal(SAMPLE_RULES)
  })

  for (const [what, change] of Object.entries({
    'an act that is none': { acts: ['erase_everything'] },
    'a status that is none': { consent: { ...SAMPLE_FILE.consent, status: 'maybe' } },
    'a reason that is none': { refusals: [{ reason: 'BECAUSE' }] },
  }))
    it(`fault on ${what}`, async () => {
      const { line } = lineTo({ ...SAMPLE_FILE, ...change })
      expect(await faultFrom(() => consentClient(line).consentFile('4711'))).to.equal('UNEXPECTED')
    })
})
