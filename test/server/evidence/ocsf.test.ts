import { expect } from 'chai'
import { ENTRY_TYPES } from '../../../server/audit/index.ts'
import { loggedEntry } from '../../../server/evidence/logged-entry.ts'
import { ocsfEvent } from '../../../server/evidence/ocsf.ts'
import { OCSF_EVENT } from '../../support/ocsf-schema.ts'

const ORIGIN = { accountId: 'acme', version: '1.2.3' }
const AT = '2026-11-20T09:00:00.000Z'

function entry(type: string, change: object = {}) {
  const header = JSON.stringify({
    v: 2,
    id: `id-of-${type}`,
    index: 7,
    at: AT,
    prev: '0'.repeat(64),
    type,
    actor: { kind: 'agent', ref: 'pseudonym' },
    object: { kind: 'thing', ref: 'r1' },
    decision: 'done',
    ...change,
  })
  return loggedEntry({ index: 7, header, leafHash: 'abcd' })
}

const made = (type: string, change: object = {}) => ocsfEvent(entry(type, change), ORIGIN)

describe('an audit entry as an event', () => {
  for (const type of ENTRY_TYPES)
    it(`has what OCSF requires: ${type}`, () => {
      const event = made(type, { detail: { roles: ['admin'], host: 'eu.example.com', drafts: 2 } })
      const parsed = OCSF_EVENT.safeParse(event)
      expect(parsed.error?.issues ?? []).to.deep.equal([])
      expect(event.metadata).to.include({ uid: `id-of-${type}`, sequence: 7, event_code: type })
      expect(event.unmapped).to.deep.include({ index: 7, leaf_hash: 'abcd', drafts: 2 })
      expect(JSON.parse(JSON.stringify(event))).to.deep.equal(event)
    })

  it('would notice an event without what is required', () => {
    const without = (name: string) => {
      const { [name]: _gone, ...rest } = made('draft.made')
      return OCSF_EVENT.safeParse(rest).success
    }
    expect(OCSF_EVENT.safeParse(made('draft.made')).success).to.equal(true)
    for (const name of ['class_uid', 'type_uid', 'time', 'metadata', 'actor', 'api', 'src_endpoint'])
      expect(without(name), name).to.equal(false)
    expect(OCSF_EVENT.safeParse({ ...made('draft.made'), type_uid: 600399 }).success).to.equal(false)
  })

  it('tells what failed, what a role change took, and whom a transmission went to', () => {
    expect(made('session.opened', { decision: 'opened' })).to.include({ class_uid: 3002, status_id: 1 })
    expect(made('session.refused', { decision: 'replayed' })).to.include({ status_id: 2, severity_id: 3 })
    expect(made('role.changed', { detail: { roles: ['admin'] } })).to.deep.include({
      type_uid: 300501,
      privileges: ['admin'],
    })
    expect(made('role.changed', { detail: { roles: [], taken: ['admin'] } })).to.deep.include({
      type_uid: 300502,
      privileges: ['admin'],
    })
    expect(made('egress.sent', { detail: { host: 'eu.api.openai.com' } })).to.deep.include({
      dst_endpoint: { hostname: 'eu.api.openai.com' },
    })
    expect(made('egress.refused', { decision: 'refused' })).to.include({ class_uid: 2004, severity_id: 3 })
  })

  it('leaves out nothing: an unknown type and an unreadable entry are events, too', () => {
    const unknown = made('draft.imagined')
    expect(OCSF_EVENT.safeParse(unknown).success).to.equal(true)
    expect(unknown).to.include({ type_uid: 600399, activity_name: 'draft.imagined' })
    const broken = ocsfEvent(loggedEntry({ index: 9, header: '{', leafHash: 'ff' }), ORIGIN)
    expect(OCSF_EVENT.safeParse(broken).success).to.equal(true)
    expect(broken).to.include({ class_uid: 2004, severity_id: 4, status_id: 2, status_code: 'unreadable' })
    expect(broken.metadata.uid).to.equal('unreadable-9')
  })
})
