import { expect } from 'chai'
import {
  CLOSED_TICKET_ID,
  type RunningWorkbench,
  startFixtureWorkbench,
  TICKET_ID,
} from '../../support/workbench-fixture.ts'

const TAGS = `/api/v2/tickets/${TICKET_ID}/tags.json`

describe('the tags of a workbench ticket', () => {
  let running: RunningWorkbench
  beforeEach(async () => {
    running = await startFixtureWorkbench()
  })
  afterEach(() => running.workbench.close())

  const send = (method: string, tags: unknown, path = TAGS) => running.ask(path, { method, body: { tags } })

  const acts = {
    'are shown': ['GET', undefined, 200, ['returns']],
    'are replaced as a whole by a POST': ['POST', ['vip'], 201, ['vip']],
    'are added to by a PUT': ['PUT', ['vip', 'returns'], 200, ['returns', 'vip']],
    'are taken from by a DELETE': ['DELETE', ['returns', 'other'], 200, []],
  } as const
  for (const [name, [method, tags, status, left]] of Object.entries(acts))
    it(name, async () => {
      const answer = method === 'GET' ? await running.ask(TAGS) : await send(method, tags)
      expect(answer.status).to.equal(status)
      expect(answer.json).to.deep.equal({ tags: left })
      expect(running.workbench.desk.ticket(TICKET_ID)?.tags).to.deep.equal(left)
    })

  const closed = `/api/v2/tickets/${CLOSED_TICKET_ID}/tags.json`
  const refused = {
    'of a closed ticket': [closed, ['vip'], 422],
    'of no ticket': ['/api/v2/tickets/999/tags.json', ['vip'], 404],
    'that are no list': [TAGS, 'vip', 400],
  } as const
  for (const [name, [path, tags, status]] of Object.entries(refused))
    it(`are not changed where they are ${name}`, async () => {
      const { desk } = running.workbench
      const before = [desk.ticket(TICKET_ID)?.tags, desk.ticket(CLOSED_TICKET_ID)?.tags]
      expect((await send('PUT', tags, path)).status).to.equal(status)
      expect([desk.ticket(TICKET_ID)?.tags, desk.ticket(CLOSED_TICKET_ID)?.tags]).to.deep.equal(before)
    })
})
