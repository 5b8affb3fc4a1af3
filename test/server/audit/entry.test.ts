import { expect } from 'chai'
import { type AuditEntry, entryBytes, FIRST_PREV, storedLeafHash } from '../../../server/audit/entry.ts'
import { faultFrom } from '../../support/fault-from.ts'

function entry(change: Partial<AuditEntry> = {}): AuditEntry {
  return {
    v: 1,
    id: '00000000-0000-7000-8000-000000000001',
    index: 0,
    at: '2026-11-20T09:00:00.000Z',
    prev: FIRST_PREV,
    type: 'draft.made',
    actor: { kind: 'agent', ref: 'q83vEjRWeJCrze8' },
    object: { kind: 'draft', ref: '01J9' },
    decision: 'made',
    ...change,
  }
}

/** Text that must never be written, and every place where it could be. */
const TEXTS: Record<string, string> = {
  'a name': 'Maria Keller',
  'a name with an umlaut': 'Jörg',
  'a name in another script': '王芳',
  'an e-mail address': 'maria.keller@example.com',
  'an e-mail address without anything around it': 'a@b.c',
  'a sentence': 'Where is my parcel?',
  'a line break': 'ok\nok',
  'a tab': 'ok\tok',
  'a null character': 'ok\u0000',
  'a phone number': '+49 30 1234567',
  'a long run of characters': 'x'.repeat(201),
  'a quotation': '"no"',
}

const PLACES: Record<string, (text: string) => Partial<AuditEntry>> = {
  'the actor': (text) => ({ actor: { kind: 'agent', ref: text } }),
  'the kind of actor': (text) => ({ actor: { kind: text as 'agent', ref: 'x' } }),
  'the object': (text) => ({ object: { kind: 'draft', ref: text } }),
  'the kind of object': (text) => ({ object: { kind: text, ref: 'x' } }),
  'the decision': (text) => ({ decision: text }),
  'the detail': (text) => ({ detail: { reason: text } }),
  'a list in the detail': (text) => ({ detail: { reasons: ['OK', text] } }),
  'a name in the detail': (text) => ({ detail: { [text]: 1 } }),
  'an object in the detail': (text) => ({ detail: { reason: { text } } as never }),
}

describe('an audit entry', () => {
  for (const [place, put] of Object.entries(PLACES))
    it(`holds no text in ${place}`, async () => {
      for (const [name, text] of Object.entries(TEXTS))
        expect(await faultFrom(() => entryBytes(entry(put(text)))), name).to.equal('AUDIT_UNAVAILABLE')
    })

  it('holds ids, versions, counts, digests, codes and recipients', () => {
    const detail = {
      count: 3,
      done: true,
      digest: 'f'.repeat(64),
      pseudonym: 'q83vEjRWeJCrze8-_w',
      articles: ['zendesk:360001', 'folder:returns/how-to'],
      locale: 'en-us',
      recipient: 'extractive@local',
      reasons: ['CONSENT_NOT_GRANTED', 'SCOPE_EXPIRED'],
    }
    expect(JSON.parse(entryBytes(entry({ detail })).header)).to.deep.equal(entry({ detail }))
  })

  it('has the leaf hash of its bytes, which another bit changes', () => {
    const { header, leafHash } = entryBytes(entry())
    expect(leafHash.equals(storedLeafHash(header))).to.equal(true)
    expect(leafHash.equals(storedLeafHash(header.replace('made', 'mads')))).to.equal(false)
  })

  it('keeps its bytes from version to version: the hash of a known entry', () => {
    // Changing the spelling of an entry would make every log in the field look tampered with.
    const { header, leafHash } = entryBytes(entry({ detail: { b: 1, a: ['x'] } }))
    expect(header).to.equal(
      '{"actor":{"kind":"agent","ref":"q83vEjRWeJCrze8"},"at":"2026-11-20T09:00:00.000Z","decision":"made","detail":{"a":["x"],"b":1},"id":"00000000-0000-7000-8000-000000000001","index":0,"object":{"kind":"draft","ref":"01J9"},"prev":"0000000000000000000000000000000000000000000000000000000000000000","type":"draft.made","v":1}',
    )
    expect(leafHash.toString('hex')).to.equal(
      '1f85cc4879c2443bb136a4536f3a1b7d4249cefcb255c6577bf18fdbd7f98a3a',
    )
  })

  it('of version 2 names its commitment and the key of its payload, and keeps its bytes too', () => {
    const { header, leafHash } = entryBytes(entry({ v: 2, commit: 'c'.repeat(64), kid: 'd'.repeat(32) }))
    expect(JSON.parse(header)).to.include({ v: 2, commit: 'c'.repeat(64), kid: 'd'.repeat(32) })
    expect(leafHash.toString('hex')).to.equal(
      '7d6bc20856e8f1224fa9cc09bb36cefa76a6ae9ac7e569512662e51d059bc404',
    )
  })

  it('is refused when it is larger than an entry may be', async () => {
    const ids = Array.from({ length: 400 }, () => 'x'.repeat(200))
    expect(await faultFrom(() => entryBytes(entry({ detail: { ids } })))).to.equal('AUDIT_UNAVAILABLE')
  })
})
