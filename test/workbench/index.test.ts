import { request } from 'node:http'
import { expect } from 'chai'
import { Fault } from '../../src/domain/fault.ts'
import { WORKBENCH_KEY_MARK } from '../../workbench/index.ts'
import {
  fixtureWorkbench,
  NOBODY,
  OTHER_REQUESTER_ID,
  REQUESTER_ID,
  startFixtureWorkbench,
  TICKET_ID,
} from '../support/workbench-fixture.ts'

function statusForHost(origin: string, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    request(`${origin}/agent`, { headers: { Host: host } }, (res) => resolve(res.resume().statusCode ?? 0))
      .on('error', reject)
      .end()
  })
}

describe('workbench', () => {
  const refusedOptions = {
    'it is told that this is production': { production: true },
    'the companion is on another machine': { companionOrigin: 'http://companion.example.org' },
    'the companion is named by more than an origin': { companionOrigin: `${NOBODY}/path` },
    'the companion is not an address': { companionOrigin: 'companion' },
  }
  for (const [name, change] of Object.entries(refusedOptions)) {
    it(`does not come into being when ${name}`, () => {
      expect(() => fixtureWorkbench(change))
        .to.throw(Fault)
        .with.property('code', 'CONFIG_INVALID')
    })
  }

  it('does not listen beyond this machine', async () => {
    const code = await fixtureWorkbench()
      .listen(0, '0.0.0.0')
      .then(
        () => 'listens',
        (problem: Fault) => problem.code,
      )
    expect(code).to.equal('CONFIG_INVALID')
  })

  it('marks its public key so that a production configuration can refuse it', () => {
    const [first, second] = fixtureWorkbench().publicKeyPem.split('\n')
    expect([first, second]).to.deep.equal([WORKBENCH_KEY_MARK, '-----BEGIN PUBLIC KEY-----'])
  })

  it('makes a new key for every workbench', () => {
    expect(fixtureWorkbench().publicKeyPem).not.to.equal(fixtureWorkbench().publicKeyPem)
  })

  it('answers under its own loopback names only', async () => {
    const { workbench, origin } = await startFixtureWorkbench()
    const { port } = new URL(origin)
    const hosts = [`localhost:${port}`, 'evil.example.org', `evil.example.org:${port}`]
    const statuses = await Promise.all(hosts.map((host) => statusForHost(origin, host)))
    await workbench.close()
    expect(statuses).to.deep.equal([200, 403, 403])
  })

  it('lets the requester reply: a public comment, an open ticket', async () => {
    const { workbench } = await startFixtureWorkbench()
    const before = workbench.desk.ticket(TICKET_ID)?.comments.length ?? 0
    const comment = workbench.sendPublicReplyAs(TICKET_ID, REQUESTER_ID, 'One more <b>question</b>')
    await workbench.close()
    const ticket = workbench.desk.ticket(TICKET_ID)
    expect(ticket?.comments).to.have.length(before + 1)
    expect(comment).to.include({ isPublic: true, authorId: REQUESTER_ID })
    expect(comment.htmlBody).to.contain('One more &lt;b&gt;question&lt;/b&gt;')
    expect(ticket?.status).to.equal('open')
  })

  it('lets nobody who does not exist reply', () => {
    const workbench = fixtureWorkbench()
    expect(() => workbench.sendPublicReplyAs(TICKET_ID, 999, 'x'))
      .to.throw(Fault)
      .with.property('code', 'NOT_FOUND')
    expect(() => workbench.sendPublicReplyAs(999, OTHER_REQUESTER_ID, 'x'))
      .to.throw(Fault)
      .with.property('code', 'NOT_FOUND')
    expect(workbench.desk.ticket(TICKET_ID)?.comments).to.have.length(2)
  })
})
