import { expect } from 'chai'
import { CONSENT_OVERLAYS, CONSENT_STATUSES, permitsDrafts } from '../../../src/domain/consent.ts'

describe('what was drafted under a consent', () => {
  const READABLE: readonly string[] = ['granted', 'not_required']

  for (const status of CONSENT_STATUSES)
    it(`may ${READABLE.includes(status) ? '' : 'not '}be read while it is ${status}`, () => {
      expect(permitsDrafts({ status, overlays: [] })).to.equal(READABLE.includes(status))
    })

  for (const overlay of CONSENT_OVERLAYS)
    it(`may not be read whatever the status, once ${overlay} stands over it`, () => {
      const readable = CONSENT_STATUSES.filter((status) => permitsDrafts({ status, overlays: [overlay] }))
      expect(readable).to.deep.equal([])
    })
})
