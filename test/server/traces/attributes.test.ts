import { expect } from 'chai'
import fc from 'fast-check'
import { ENTRY_TYPES } from '../../../server/audit/index.ts'
import { PROVIDER_IDS } from '../../../server/provider/index.ts'
import { attributesOf, type SpanFacts } from '../../../server/traces/index.ts'
import { FAULT_CODES } from '../../../src/domain/fault.ts'
import { NEXT_STEPS } from '../../../src/domain/refusal.ts'
import { declaredRoutes } from '../../support/route-calls.ts'

describe('what a span may say', () => {
  it('is every pattern, code, type, reason and provider that there is, as it stands', () => {
    const routes = declaredRoutes().map(({ path }) => `/api/v1${path}`)
    const pages = ['/c/:link', '/c/:link/record', '/r/:link', '/p/:link', '/livez', '/readyz', '/app', 'none']
    const documents = ['/api/v1/openapi.json', '/sidebar', '/console', '/set-up']
    for (const route of [...routes, ...pages, ...documents])
      expect(attributesOf({ route })).to.deep.equal({ 'http.route': route })
    for (const code of FAULT_CODES) expect(attributesOf({ code })).to.deep.equal({ 'error.type': code })
    for (const entry of ENTRY_TYPES) expect(attributesOf({ entry })).to.deep.equal({ 'vouch.entry': entry })
    const reasons = Object.keys(NEXT_STEPS)
    expect(attributesOf({ reasons })).to.deep.equal({ 'vouch.refusal': reasons })
    for (const provider of PROVIDER_IDS)
      expect(attributesOf({ provider })).to.deep.equal({ 'vouch.provider': provider })
    expect(attributesOf({ method: 'GET', status: 200, code: null, outcome: 'done' })).to.deep.equal({
      'http.request.method': 'GET',
      'http.response.status_code': 200,
      'vouch.outcome': 'done',
    })
  })

  it('is nothing else: a number, a token, an address or a name becomes `other`', () => {
    for (const word of [
      ...['4711', '/api/v1/tickets/4711', '/c/Zq3-x9_aB', '/tickets/Ümit', 'https://acme.example/a', ''],
      ...['/api/v1/drafts/00000000-0000-4000-8000-000000000001', '/a?b=c', '/a b', '//', '/a/../b', '/A'],
    ])
      expect(
        attributesOf({
          ...{ method: word, route: word, code: word, entry: word, reasons: [word] },
          ...{ provider: word, outcome: word },
        }),
      ).to.deep.equal({
        'http.request.method': '_OTHER',
        'http.route': 'other',
        'error.type': 'other',
        'vouch.entry': 'other',
        'vouch.refusal': ['other'],
        'vouch.provider': 'other',
        'vouch.outcome': 'other',
      })
    for (const status of [0, 99, 600, 200.5, Number.NaN]) expect(attributesOf({ status })).to.deep.equal({})
  })

  it('lets no digit pass, whatever it is told', () => {
    const facts = fc.record<SpanFacts>({
      method: fc.string(),
      route: fc.oneof(
        fc.webPath(),
        fc.string(),
        fc.uuid().map((id) => `/api/v1/drafts/${id}`),
      ),
      code: fc.string(),
      entry: fc.string(),
      reasons: fc.array(fc.string()),
      provider: fc.string(),
      outcome: fc.string(),
    })
    fc.assert(
      fc.property(facts, (given) => {
        const values = Object.values(attributesOf(given)).flat().map(String)
        for (const value of values) expect(value.replaceAll('/v1', '')).to.not.match(/\d|[^\x20-\x7e]/)
      }),
    )
  })
})
