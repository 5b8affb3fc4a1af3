import { expect } from 'chai'
import { eventStream } from '../../../server/http/event-stream.ts'
import type { DraftEvent } from '../../../src/domain/api.ts'

const ACCEPTED: DraftEvent = { event: 'accepted', draftId: 'd1' }
const AGAIN: DraftEvent = { event: 'again' }
const lines = (...events: readonly DraftEvent[]) =>
  events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')

/** An answer that notes its pieces, and a while that passes when the test says so. */
function opened() {
  const pieces: string[] = []
  const heads: string[] = []
  let due: (() => void) | null = null
  let close = () => {}
  const response = {
    headersSent: false,
    writableEnded: false,
    status(code: number) {
      heads.push(String(code))
      return response
    },
    setHeader(name: string, value: string) {
      heads.push(`${name}: ${value}`)
      return response
    },
    write(piece: string) {
      response.headersSent = true
      pieces.push(piece)
      return true
    },
    end(piece: string) {
      response.writableEnded = true
      pieces.push(`${piece}<end>`)
      return response
    },
    once(_event: 'close', act: () => void) {
      close = act
      return response
    },
  }
  const later = (act: () => void) => {
    due = act
    return () => {
      due = null
    }
  }
  // Of an answer only what a stream of events asks of one.
  const events = eventStream(response as unknown as Parameters<typeof eventStream>[0], later)
  return {
    ...{ events, pieces, heads },
    isHeld: () => due !== null,
    aWhilePasses: () => due?.(),
    leave: () => close(),
  }
}
const moment = () => Promise.resolve()

describe('a stream of events', () => {
  it('sends an acceptance along with what comes soon after it, and the head with both', async () => {
    const { events, pieces, heads, isHeld } = opened()
    events.send(ACCEPTED)
    await moment()
    expect(pieces).to.deep.equal([])
    events.send(AGAIN)
    expect(pieces).to.deep.equal([])
    await moment()
    expect(pieces).to.deep.equal([lines(ACCEPTED, AGAIN)])
    expect(isHeld()).to.equal(false)
    expect(heads.slice(0, 2)).to.deep.equal(['200', 'Content-Type: text/event-stream; charset=utf-8'])
  })

  it('sends an acceptance alone when nothing comes for a while', async () => {
    const { events, pieces, aWhilePasses } = opened()
    events.send(ACCEPTED)
    aWhilePasses()
    expect(pieces).to.deep.equal([lines(ACCEPTED)])
    events.send(AGAIN)
    await moment()
    expect(pieces).to.deep.equal([lines(ACCEPTED), lines(AGAIN)])
  })

  it('ends with all that waits in one piece, and nothing comes after', async () => {
    const { events, pieces, isHeld } = opened()
    events.send(ACCEPTED)
    events.send(AGAIN)
    events.send(AGAIN)
    events.end()
    await moment()
    expect(pieces).to.deep.equal([`${lines(ACCEPTED, AGAIN, AGAIN)}<end>`])
    expect(isHeld()).to.equal(false)
  })

  it('sends at once what must not wait', () => {
    const { events, pieces } = opened()
    events.send(ACCEPTED)
    events.flush()
    expect(pieces).to.deep.equal([lines(ACCEPTED)])
  })

  it('keeps no while running for somebody who has left', () => {
    const { events, isHeld, leave } = opened()
    events.send(ACCEPTED)
    expect(isHeld()).to.equal(true)
    leave()
    expect(isHeld()).to.equal(false)
  })
})
