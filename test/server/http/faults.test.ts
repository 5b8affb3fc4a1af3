import { expect } from 'chai'
import { faultOf, problemOf, retryAfterOf, STATUS, whenWords } from '../../../server/http/faults.ts'
import { FAULT_CODES, Fault, type FaultCode } from '../../../src/domain/fault.ts'

const SECRET = 'zwetschgendatschi'

describe('faults at the edge', () => {
  it('have a status each, and a title each', () => {
    for (const code of FAULT_CODES) {
      const problem = problemOf(new Fault(code, 'why'), 'r1')
      expect(problem.status).to.equal(STATUS[code])
      expect(problem.status).to.be.within(400, 599)
      expect(problem.title).to.be.a('string').and.not.equal('')
      expect(problem.type).to.match(/^urn:vouch:problem:[a-z-]+$/)
      expect(problem).to.include({ code, requestId: 'r1' })
    }
  })

  for (const code of ['UNEXPECTED', 'GATE_BYPASSED', 'CONFIG_INVALID', 'AUDIT_UNAVAILABLE'] as const)
    it(`say no word of theirs with ${code}`, () => {
      const fault = new Fault(code, SECRET, new Error(SECRET), { reason: SECRET })
      expect(JSON.stringify(problemOf(fault, 'r1'))).to.not.contain(SECRET)
    })

  it('tell fields and rule where there are some, and nothing else of their detail', () => {
    const fault = new Fault('BAD_REQUEST', 'why', undefined, {
      invalid: ['a: too_big'],
      rule: 'GRANT_NEEDS_END',
      reason: SECRET,
      version: 7,
    })
    expect(problemOf(fault, 'r1')).to.deep.include({ invalid: ['a: too_big'], rule: 'GRANT_NEEDS_END' })
    expect(JSON.stringify(problemOf(fault, 'r1'))).to.not.match(/zwetschge|version/)
  })

  it('name the next step where whoever asked can take it', () => {
    expect(problemOf(new Fault('REQUESTER_CHANGED', 'why'), 'r1').nextStep).to.equal('reload_ticket')
    expect(problemOf(new Fault('CONFLICT', 'why'), 'r1')).to.not.have.property('nextStep')
  })

  it('say from when on it is worth trying again, and nothing where waiting helps nobody', () => {
    const told = (code: FaultCode, detail = {}) => {
      const fault = new Fault(code, 'why', undefined, detail)
      return [retryAfterOf(fault), whenWords(fault, 'en', 'soon')]
    }
    expect(told('STORE_UNAVAILABLE')).to.deep.equal(['5', 'in 5 seconds'])
    expect(told('TOO_MANY_REQUESTS', { retryAfterSeconds: 120 })).to.deep.equal(['120', 'in 2 minutes'])
    expect(told('UNEXPECTED')).to.deep.equal([null, 'soon'])
    for (const code of ['AUDIT_CHAIN_BROKEN', 'ERASURE_JOURNAL_BROKEN', 'STORE_NEWER_SCHEMA'] as const)
      expect(told(code), code).to.deep.equal([null, 'soon'])
  })

  const foreign: Readonly<Record<string, readonly [unknown, string]>> = {
    'a body that is too large': [{ type: 'entity.too.large', status: 413 }, 'TOO_LARGE'],
    'a body that is no JSON': [{ type: 'entity.parse.failed', status: 400 }, 'BAD_REQUEST'],
    'an error of a parser without a type': [{ status: 400 }, 'BAD_REQUEST'],
    'an error of a parser that is nobody’s fault here': [{ status: 500 }, 'UNEXPECTED'],
    'a path that does not decode': [new URIError(SECRET), 'BAD_REQUEST'],
    'an error of the engine': [new TypeError(SECRET), 'UNEXPECTED'],
    'a text': [SECRET, 'UNEXPECTED'],
    nothing: [undefined, 'UNEXPECTED'],
    null: [null, 'UNEXPECTED'],
    'a look-alike of a fault': [{ name: 'Fault', code: 'NOT_FOUND', message: SECRET }, 'UNEXPECTED'],
  }
  for (const [name, [error, code]] of Object.entries(foreign))
    it(`are ${code} for ${name}, without its words`, () => {
      const fault = faultOf(error)
      expect(fault.code).to.equal(code)
      expect(JSON.stringify(problemOf(fault, 'r1'))).to.not.contain(SECRET)
    })

  it('stay what they are', () => {
    const fault = new Fault('CONFLICT', 'why')
    expect(faultOf(fault)).to.equal(fault)
  })
})
