import { expect } from 'chai'
import { FAULT_CODES, Fault } from '../../../src/domain/fault.ts'

describe('a fault', () => {
  it('carries its code, its cause and its detail', () => {
    const cause = new Error('disk full')
    const fault = new Fault('AUDIT_UNAVAILABLE', 'cannot append', cause, { index: 7 })
    expect(fault).to.be.instanceOf(Error)
    expect({ ...fault, message: fault.message, cause: fault.cause }).to.deep.equal({
      name: 'Fault',
      code: 'AUDIT_UNAVAILABLE',
      detail: { index: 7 },
      message: 'cannot append',
      cause,
    })
  })

  it('has no cause where none is given', () => {
    expect(new Fault('NOT_FOUND', 'nothing here')).not.to.have.property('cause')
  })

  it('has each code once', () => {
    expect(new Set(FAULT_CODES).size).to.equal(FAULT_CODES.length)
  })
})
