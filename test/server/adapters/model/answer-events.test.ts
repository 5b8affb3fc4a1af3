import { expect } from 'chai'
import fc from 'fast-check'
import { wholeEvents } from '../../../../server/adapters/model/answer-events.ts'
import { faultFrom } from '../../../support/fault-from.ts'

async function* bytesOf(chunks: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield Buffer.from(chunk)
}
async function eventsOf(chunks: readonly string[]): Promise<readonly string[]> {
  const events: string[] = []
  for await (const event of wholeEvents(bytesOf(chunks))) events.push(Buffer.from(event).toString())
  return events
}

describe('the events of an answer', () => {
  it('are handed on one by one, however they were cut on the way', async () => {
    const events = ['data: a\n\n', ': pause\n\n', 'event: x\r\ndata: ä€\r\n\r\n', 'data: {"b": "\\n"}\n\n']
    const whole = events.join('')
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(whole.length), { maxLength: 12 }), async (cuts) => {
        const places = [0, ...[...cuts].sort((a, b) => a - b), whole.length]
        const chunks = places.slice(1).map((end, at) => whole.slice(places[at] ?? 0, end))
        expect(await eventsOf(chunks)).to.deep.equal(events)
      }),
      { numRuns: 200, seed: 7 },
    )
  })

  it('keep what stands after the last of them', async () => {
    expect(await eventsOf(['data: a\n\ndata: [DO', 'NE]'])).to.deep.equal(['data: a\n\n', 'data: [DONE]'])
    expect(await eventsOf([])).to.deep.equal([])
  })

  it('end with a fault where one does not end', async () => {
    const endless = Array.from({ length: 5 }, () => 'x'.repeat(16 * 1024))
    expect(await faultFrom(() => eventsOf(['data: a\n\n', ...endless]))).to.equal('PROVIDER_FAILED')
    const lines = Array.from({ length: 20_000 }, () => ':x\n:y')
    expect(await faultFrom(() => eventsOf(lines))).to.equal('PROVIDER_FAILED')
  })
})
