import { generateKeyPairSync } from 'node:crypto'
import { expect } from 'chai'
import { parseVerifierKey, verifierOf } from '../../../server/audit/index.ts'
import { signDecision } from '../../../server/decisions/receipt.ts'
import { parseProof, verifyProof } from '../../../server/decisions/verify-proof.ts'
import type { DecisionProof } from '../../../src/domain/decision.ts'
import { AGENT, type Harness } from '../../support/companion-harness.ts'
import { readyDraft, startDesk } from '../../support/drafting-desk.ts'

type Change = (proof: DecisionProof) => unknown

describe('a receipt, checked by somebody without the store', () => {
  let desk: Harness
  let proof: DecisionProof
  let other: DecisionProof
  before(async () => {
    desk = await startDesk()
    const proofs: DecisionProof[] = []
    for (let round = 0; round < 2; round += 1) {
      const { draft } = await readyDraft(desk)
      const id = draft.receipt.decisions?.[0]?.id ?? ''
      proofs.push((await desk.api(AGENT, 'GET', `/decisions/${id}`)).body)
    }
    const [first, second] = proofs
    if (first === undefined || second === undefined) throw new Error('no proof')
    proof = first
    other = second
  })
  after(() => desk.stop())
  const verdictOn = (given: unknown) => {
    const parsed = parseProof(given)
    return parsed === null ? 'no proof' : verifyProof(parsed, parseVerifierKey(proof.key))
  }
  const bad = (problem: string) => ({ verdict: 'bad', problem })

  it('is good as it was handed out', () => {
    expect(verdictOn(proof)).to.deep.equal({ verdict: 'good' })
    expect(verdictOn(other)).to.deep.equal({ verdict: 'good' })
  })

  it('is not good once any value in it was changed', () => {
    const changed: Record<string, unknown> = {}
    const walk = (value: unknown, at: readonly string[]): void => {
      if (typeof value === 'object' && value !== null)
        for (const [key, inner] of Object.entries(value)) walk(inner, [...at, key])
      else changed[at.join('.')] = value
    }
    walk(proof.receipt, [])
    const passed = Object.entries(changed).filter(([path, value]) => {
      const copy = structuredClone(proof) as unknown as Record<string, Record<string, unknown>>
      let place: Record<string, unknown> = copy.receipt ?? {}
      const keys = path.split('.')
      for (const key of keys.slice(0, -1)) place = place[key] as Record<string, unknown>
      const last = keys.at(-1) ?? ''
      place[last] = typeof value === 'number' ? value + 1 : value === null ? 'a'.repeat(64) : `${value}x`
      const verdict = verdictOn(copy)
      return typeof verdict !== 'string' && verdict.verdict === 'good'
    })
    expect(Object.keys(changed).length).to.be.greaterThan(20)
    expect(passed).to.deep.equal([])
  })

  const CHANGES: Readonly<Record<string, [Change, unknown]>> = {
    'allows more': [
      (p) => ({ ...p, receipt: { ...p.receipt, articles: { ...p.receipt.articles, allowed: 1 } } }),
      bad('SIGNATURE_INVALID'),
    ],
    'has one member more': [(p) => ({ ...p, receipt: { ...p.receipt, by: 'nobody' } }), 'no proof'],
    'has another signature': [(p) => ({ ...p, signature: other.signature }), bad('SIGNATURE_INVALID')],
    'has none': [(p) => ({ ...p, signature: '' }), bad('SIGNATURE_INVALID')],
    'is signed by somebody else': [
      (p) => ({ ...p, signature: signDecision(p.receipt, generateKeyPairSync('ed25519').privateKey) }),
      bad('SIGNATURE_INVALID'),
    ],
    "stands beside another decision's entry": [
      (p) => ({ ...p, entry: other.entry }),
      bad('ENTRY_OF_ANOTHER'),
    ],
    'stands beside no entry': [
      (p) => ({ ...p, entry: { ...p.entry, header: '{' } }),
      bad('ENTRY_OF_ANOTHER'),
    ],
    'names another place': [
      (p) => ({ ...p, entry: { ...p.entry, index: p.entry.index + 1 } }),
      bad('ENTRY_OF_ANOTHER'),
    ],
    'has an entry that was changed': [
      (p) => ({ ...p, entry: { ...p.entry, header: p.entry.header.replace('"v":2', '"v":1') } }),
      bad('NOT_IN_LOG'),
    ],
    'lacks a step of its path': [(p) => ({ ...p, inclusion: p.inclusion.slice(1) }), bad('NOT_IN_LOG')],
    'has the path of another': [(p) => ({ ...p, inclusion: other.inclusion }), bad('NOT_IN_LOG')],
    'has a checkpoint that was changed': [
      (p) => ({
        ...p,
        checkpoint: p.checkpoint.replace(/\n(\d+)\n/, (_, size) => `\n${Number(size) + 1}\n`),
      }),
      bad('CHECKPOINT_INVALID'),
    ],
    'has no checkpoint': [(p) => ({ ...p, checkpoint: '' }), bad('CHECKPOINT_INVALID')],
    'is of another form': [(p) => ({ ...p, format: 'vouch-decision/v2' }), 'no proof'],
  }
  for (const [name, [change, verdict]] of Object.entries(CHANGES))
    it(`is not good when it ${name}`, () => {
      expect(verdictOn(change(structuredClone(proof)))).to.deep.equal(verdict)
    })

  it('is not good with the key of another installation', () => {
    const { privateKey } = generateKeyPairSync('ed25519')
    const stranger = verifierOf({ name: 'vouch/acme', privateKey })
    expect(verifyProof(proof, stranger)).to.deep.equal(bad('SIGNATURE_INVALID'))
  })

  it('is not good in the log of another account of the same installation', () => {
    const named = { ...parseVerifierKey(proof.key), name: 'vouch/other' }
    expect(verifyProof(proof, named)).to.deep.equal(bad('CHECKPOINT_INVALID'))
  })
})
