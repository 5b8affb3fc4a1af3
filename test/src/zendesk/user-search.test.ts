import { expect } from 'chai'
import { findUserIds } from '../../../src/zendesk/user-search.ts'
import type { ZafClient } from '../../../src/zendesk/zaf.ts'

function answering(answer: unknown) {
  const asked: string[] = []
  const client: Pick<ZafClient, 'request'> = {
    request: ({ url, type }) => {
      asked.push(`${type} ${decodeURIComponent(url)}`)
      return Promise.resolve(answer)
    },
  }
  return { asked, client: client as ZafClient }
}

describe('the search for a person by mail address', () => {
  it('asks the helpdesk itself, as the agent', async () => {
    const { asked, client } = answering({ users: [{ id: 360001 }, { id: 360002 }, { id: 360001 }] })
    expect(await findUserIds(client, ' Anna@Example.com ')).to.deep.equal(['360001', '360002'])
    expect(asked).to.deep.equal(['GET /api/v2/users/search.json?query=email:"anna@example.com"'])
  })

  for (const [name, answer] of Object.entries({
    nothing: null,
    'no list': { users: 'x' },
    'no numbers': { users: [{ id: 'x' }, null, {}, { id: 0 }] },
  }))
    it(`finds nobody in an answer with ${name}`, async () => {
      expect(await findUserIds(answering(answer).client, 'a@b.example')).to.deep.equal([])
    })

  it('lets no address say more than an address', async () => {
    const { asked, client } = answering({ users: [] })
    await findUserIds(client, 'a" role:admin "')
    expect(asked[0]).to.equal('GET /api/v2/users/search.json?query=email:"a\\" role:admin \\""')
  })
})
