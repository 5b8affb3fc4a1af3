import { readdirSync, readFileSync } from 'node:fs'
import { expect } from 'chai'
import { z } from 'zod'
import { FAULT_CODES } from '../../../src/domain/fault.ts'
import { isProbeFailure, PROBE_FAILURES } from '../../../src/domain/probe-outcome.ts'
import { STAFF_LANGUAGES } from '../../../src/domain/staff-language.ts'

const FOLDER = new URL('../../../translations/', import.meta.url)
const words = z.object({
  console: z.object({ setup: z.object({ failure: z.record(z.string(), z.string().min(1)) }) }),
})

describe('what can become of a test of the provider', () => {
  it('has a sentence for each, and none for anything else, in every language', () => {
    const files = readdirSync(FOLDER)
    expect(files).to.have.length(STAFF_LANGUAGES.length)
    for (const file of files) {
      const { failure } = words.parse(JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'))).console.setup
      expect(Object.keys(failure), file).to.have.members([...PROBE_FAILURES])
      // Two of them said alike would not tell an admin what to mend.
      expect(new Set(Object.values(failure)).size, file).to.equal(PROBE_FAILURES.length)
    }
  })

  it('is every fault of a provider, the gate, and the budget; no fault of this server', () => {
    const faults = FAULT_CODES.filter((code) => isProbeFailure(code))
    expect(faults).to.deep.equal(
      FAULT_CODES.filter((code) => code.startsWith('PROVIDER_') || code === 'EGRESS_REFUSED'),
    )
    for (const outcome of ['KILL_SWITCH_ON', 'BUDGET_REACHED', 'PROVIDER_ANSWER_INVALID'])
      expect(isProbeFailure(outcome)).to.equal(true)
    for (const outcome of ['answered', 'STORE_UNAVAILABLE', 'GATE_BYPASSED', 'toString', ''])
      expect(isProbeFailure(outcome)).to.equal(false)
  })
})
