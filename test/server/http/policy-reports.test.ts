import { expect } from 'chai'
import fc from 'fast-check'
import { readViolations } from '../../../server/http/policy-reports.ts'
import { type Harness, startHarness } from '../../support/companion-harness.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { expectProblem } from '../../support/problem-checks.ts'

const TOKEN = 'aSecretOfARequesterThatNobodyElseMaySee123'
const older = (change: object = {}) => ({
  'csp-report': {
    'document-uri': `https://drafts.acme.example/c/${TOKEN}/receipt?ask=1`,
    referrer: `https://drafts.acme.example/p/${TOKEN}`,
    'blocked-uri': `https://evil.example/${TOKEN}`,
    'violated-directive': 'img-src',
    'effective-directive': 'img-src',
    'original-policy': "default-src 'none'",
    'script-sample': TOKEN,
    ...change,
  },
})
const newer = (change: object = {}) => ({
  type: 'csp-violation',
  age: 10,
  url: `https://drafts.acme.example/c/${TOKEN}`,
  user_agent: 'Mozilla/5.0',
  body: {
    documentURL: `https://drafts.acme.example/sidebar?token=${TOKEN}`,
    blockedURL: 'inline',
    effectiveDirective: 'script-src-elem',
    sample: TOKEN,
    disposition: 'enforce',
    ...change,
  },
})
const OLDER = 'application/csp-report'
const NEWER = 'application/reports+json'

describe('reports of what a policy has stopped', () => {
  it('are read down to words of closed lists, whatever addresses they name', () => {
    expect(readViolations(JSON.stringify(older()))).to.deep.equal([
      { directive: 'img-src', page: '/c/:link', blocked: 'other-host' },
    ])
    expect(readViolations(JSON.stringify([newer(), { type: 'deprecation', body: {} }]))).to.deep.equal([
      { directive: 'script-src-elem', page: '/sidebar', blocked: 'inline' },
    ])
    const cases: readonly [object, string][] = [
      [{ 'document-uri': `https://drafts.acme.example/r/${TOKEN}` }, 'img-src /r/:link other-host'],
      [{ 'blocked-uri': `https://drafts.acme.example/x/${TOKEN}` }, 'img-src /c/:link own-host'],
      [{ 'blocked-uri': `data:text/html,${TOKEN}` }, 'img-src /c/:link data'],
      [{ 'blocked-uri': 'blob' }, 'img-src /c/:link blob'],
      [{ 'blocked-uri': `javascript:${TOKEN}` }, 'img-src /c/:link other'],
      [{ 'blocked-uri': '' }, 'img-src /c/:link nothing'],
      [{ 'blocked-uri': TOKEN }, 'img-src /c/:link other'],
      [{ 'effective-directive': TOKEN }, 'other /c/:link other-host'],
      [
        { 'effective-directive': undefined, 'violated-directive': `style-src ${TOKEN}` },
        'style-src /c/:link other-host',
      ],
      [{ 'document-uri': `https://drafts.acme.example/${TOKEN}` }, 'img-src other other-host'],
      [{ 'document-uri': TOKEN }, 'img-src other other-host'],
    ]
    for (const [change, said] of cases) {
      const [found] = readViolations(JSON.stringify(older(change)))
      expect(`${found?.directive} ${found?.page} ${found?.blocked}`).to.equal(said)
    }
  })

  it('are refused when they are none, and hold nothing else whatever they hold', async () => {
    for (const text of [
      '',
      '{',
      'null',
      '[1]',
      '{}',
      '{"csp-report":1}',
      '{"csp-report":{"blocked-uri":[]}}',
    ])
      expect(await faultFrom(async () => readViolations(text)), text).to.equal('BAD_REQUEST')
    const many = JSON.stringify(Array.from({ length: 21 }, () => newer()))
    expect(await faultFrom(async () => readViolations(many))).to.equal('BAD_REQUEST')
    const known = /^[a-z-]+ (other|\/(sidebar|console|[cpr]\/:link|api\/v1)) [a-z-]+$/
    fc.assert(
      fc.property(
        fc.record({
          'document-uri': fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.string()),
          'blocked-uri': fc.oneof(fc.webUrl(), fc.string(), fc.constantFrom('__proto__', 'toString')),
          'effective-directive': fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor')),
        }),
        (report) => {
          const [found] = readViolations(JSON.stringify({ 'csp-report': report }))
          expect(`${found?.directive} ${found?.page} ${found?.blocked}`).to.match(known)
        },
      ),
    )
    await fc.assert(
      fc.asyncProperty(fc.json(), async (text) => {
        fc.pre(text.trim() !== '[]')
        expect(await faultFrom(async () => readViolations(text))).to.equal('BAD_REQUEST')
      }),
    )
  })

  describe('at their address', () => {
    let at: Harness
    before(async () => {
      at = await startHarness({ env: { VOUCH_METRICS_PORT: '0' } })
    })
    after(() => at.stop())

    const send = (body: unknown, type: string) =>
      at.call('POST', '/policy-reports', {
        raw: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { 'content-type': type },
      })
    const figures = async () =>
      (await (await fetch(`http://127.0.0.1:${at.companion.metricsPort}/metrics`)).text())
        .split('\n')
        .filter((line) => line.startsWith('vouch_policy_violations_total'))
    const stored = () => at.rows('select count(*) as n from audit_entry')[0]?.n

    it('are logged and counted by their kind, without a word of an address, and stored nowhere', async () => {
      const before = stored()
      expect((await send(older(), OLDER)).status).to.equal(204)
      expect((await send([newer(), newer()], NEWER)).status).to.equal(204)
      expect(at.logged()).to.contain('"message":"policy-violation"').and.contain('"route":"/c/:link"')
      expect(at.logged()).to.not.contain(TOKEN).and.not.contain('evil.example')
      expect((await figures()).toSorted()).to.deep.equal([
        'vouch_policy_violations_total{directive="img-src"} 1',
        'vouch_policy_violations_total{directive="script-src-elem"} 2',
      ])
      expect(stored()).to.equal(before)
    })

    it('are refused in words, and not counted, when they are too long or no reports', async () => {
      const before = await figures()
      expectProblem(await send('no JSON', OLDER), 400, 'BAD_REQUEST')
      expectProblem(await send(older(), 'text/plain'), 400, 'BAD_REQUEST')
      expectProblem(await send(older({ 'script-sample': 'x'.repeat(20_000) }), OLDER), 413, 'TOO_LARGE')
      expect((await at.call('GET', '/policy-reports')).status).to.equal(404)
      expect(await figures()).to.deep.equal(before)
    })

    it('are taken no more than so often in a minute, from whomever', async () => {
      const answers = []
      for (let each = 0; each < 125; each += 1) answers.push((await send(older(), OLDER)).status)
      expect(answers.at(-1)).to.equal(429)
      const refused = await send(older(), OLDER)
      expectProblem(refused, 429, 'TOO_MANY_REQUESTS')
      expect(refused.headers.get('retry-after')).to.equal('60')
      const kept = at.logged().match(/"message":"policy-violation"/g) ?? []
      expect(kept.length).to.be.at.most(122)
      at.world.pass(60_000)
      expect((await send(older(), OLDER)).status).to.equal(204)
    })
  })
})
