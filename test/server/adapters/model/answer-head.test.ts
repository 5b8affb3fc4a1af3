import { expect } from 'chai'
import { checkHead } from '../../../../server/adapters/model/answer-head.ts'
import { FailedAttempt } from '../../../../server/adapters/model/patience.ts'
import type { FaultCode } from '../../../../src/domain/fault.ts'

/** What the head of an answer leads to, and whether it may be asked again. */
const HEADS: Record<string, [status: number, type: string, code: FaultCode, again: boolean]> = {
  'no content': [204, 'text/event-stream', 'PROVIDER_FAILED', false],
  'a permanent redirect': [308, '', 'EGRESS_REFUSED', false],
  'a payment that is due': [402, '', 'PROVIDER_REQUEST_REFUSED', false],
  'a forbidden model': [403, '', 'PROVIDER_KEY_REFUSED', false],
  'a request that came too slowly': [408, '', 'PROVIDER_TIMEOUT', true],
  'a request that it cannot process': [422, '', 'PROVIDER_REQUEST_REFUSED', false],
  'too many requests': [429, '', 'PROVIDER_BUSY', true],
  'a broken gateway': [502, 'text/html', 'PROVIDER_FAILED', true],
  'an overload': [529, '', 'PROVIDER_FAILED', true],
  'a page': [200, 'text/html; charset=utf-8', 'PROVIDER_FAILED', false],
  'no type': [200, '', 'PROVIDER_FAILED', false],
  'a type that only begins like it': [200, 'text/event-streams', 'PROVIDER_FAILED', false],
}

function failureOf(head: Parameters<typeof checkHead>[0]): Promise<FailedAttempt> {
  return Promise.resolve()
    .then(() => checkHead(head, 'host'))
    .then(
      () => Promise.reject(new Error('a FailedAttempt was expected')),
      (error: unknown) => (error instanceof FailedAttempt ? error : Promise.reject(error)),
    )
}

describe('the head of an answer', () => {
  for (const [name, [status, type, code, again]] of Object.entries(HEADS))
    it(`with ${name} means ${code}${again ? ', and may ask again' : ''}`, async () => {
      const failure = await failureOf({ status, headers: { 'content-type': type } })
      expect([failure.fault.code, failure.again]).to.deep.equal([code, again])
    })

  it('says how long a provider wants to be left alone', async () => {
    const asked = async (headers: Record<string, string>) =>
      (await failureOf({ status: 429, headers })).retryAfterMs
    expect(await asked({})).to.equal(0)
    expect(await asked({ 'retry-after': '2' })).to.equal(2_000)
    expect(await asked({ 'retry-after': '2', 'retry-after-ms': '150.5' })).to.equal(150.5)
    expect(await asked({ 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' })).to.equal(0)
    expect(await asked({ 'retry-after': 'Fri, 01 Jan 2100 00:00:00 GMT' })).to.be.greaterThan(1e9)
    expect(await asked({ 'retry-after': 'soon', 'retry-after-ms': '-1' })).to.equal(0)
  })
})
