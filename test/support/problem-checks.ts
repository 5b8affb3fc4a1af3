/** What every refused request must look like, whatever it was. */
import { expect } from 'chai'
import { FAULT_CODES } from '../../src/domain/fault.ts'
import type { Answer } from './companion-harness.ts'

const KEYS = ['type', 'title', 'status', 'code', 'detail', 'requestId', 'invalid', 'rule', 'nextStep']

/** RFC 9457, a code of the closed list, the request's id, nothing of the inside. */
export function expectProblem(answer: Answer, status: number, code: string): void {
  expect([answer.status, answer.body?.code], answer.text.slice(0, 300)).to.deep.equal([status, code])
  expect(answer.headers.get('content-type')).to.match(/^application\/problem\+json/)
  expect(FAULT_CODES).to.include(answer.body.code)
  expect(answer.body.status).to.equal(status)
  expect(answer.body.requestId).to.equal(answer.headers.get('x-request-id'))
  expect(Object.keys(answer.body).filter((key) => !KEYS.includes(key))).to.deep.equal([])
  expectSafe(answer)
}

export function expectSafe(answer: Answer): void {
  expect(answer.text).to.not.match(/node_modules|\.ts:\d|\n\s+at |SQLITE_|select |Error:/)
  expectClosed(answer)
}

/** What every answer says to a browser, whatever it is. */
export function expectClosed(answer: Pick<Answer, 'headers'>): void {
  expect(answer.headers.get('x-content-type-options')).to.equal('nosniff')
  expect(answer.headers.get('cache-control')).to.equal('no-store')
  expect(answer.headers.get('referrer-policy')).to.equal('no-referrer')
  expect(answer.headers.get('x-powered-by')).to.equal(null)
  expect(answer.headers.get('set-cookie')).to.equal(null)
  expect(answer.headers.get('access-control-allow-origin')).to.equal(null)
  expect(answer.headers.get('cross-origin-opener-policy')).to.equal('same-origin')
  expect(answer.headers.get('cross-origin-resource-policy')).to.equal('same-origin')
  expect(answer.headers.get('permissions-policy')).to.contain('camera=()').and.contain('geolocation=()')
  const policy = String(answer.headers.get('content-security-policy'))
  expect(policy).to.match(/^default-src 'none'; /)
  expect(policy)
    .to.contain("base-uri 'none'")
    .and.match(/frame-ancestors ('none'|https?:\/\/[^ *]+)$/)
  expect(policy).to.not.match(/unsafe|\*/)
  expect(policy).to.contain('; report-uri /policy-reports; report-to vouch; ')
  expect(answer.headers.get('reporting-endpoints')).to.equal('vouch="/policy-reports"')
  if (String(answer.headers.get('content-type')).startsWith('text/html'))
    expect(policy).to.contain("require-trusted-types-for 'script'; trusted-types ")
}
