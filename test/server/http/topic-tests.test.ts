import { expect } from 'chai'
import { topicTestRoutes } from '../../../server/http/topic-tests.ts'

describe('the route that tries topics', () => {
  const [row] = topicTestRoutes({ helpCenterLocales: ['en-us', 'de'] })

  it('is open to staff alone, and takes only what it knows', () => {
    expect(row?.access).to.deep.equal(['admin', 'compliance'])
    expect(row?.schema?.safeParse({ topics: [], sentences: ['Hello.'] }).success).to.equal(true)
    expect(row?.schema?.safeParse({ topics: [], sentences: ['Hello.'], ticketId: '1' }).success).to.equal(
      false,
    )
  })
})
