/**
 * A provider in a process of its own that says sentences of the passages at a fixed pace and notes when the
 * last byte of each went out. The clock is the system's, shared with the process that measures.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

const SENTENCES = 6
const PIECE = 12
let paceMs = 1

interface Times {
  readonly start: number
  readonly ends: number[]
  end: number
}
const noted: Record<string, Times> = {}
const now = () => performance.timeOrigin + performance.now()

function segmentsOf(user: string): readonly string[] {
  const passages = [...user.matchAll(/\[\[(P\d+)\]\] [^\n]*\n((?:(?!\[\[P|TICKET ).*\n)+)/g)]
  const sentences = passages.flatMap(([, name, text]) =>
    (text ?? '')
      .split('\n')
      // One sentence a segment, or the reader could not tell which of them has come.
      .map((line) => /^[^.!?]+[.!?](?=\s|$)/.exec(line)?.[0] ?? '')
      .filter((sentence) => sentence.length > 20)
      .map((sentence) =>
        JSON.stringify({
          kind: 'answer',
          question: 1,
          text: sentence,
          citations: [{ passage: name, quote: sentence }],
        }),
      ),
  )
  return sentences.slice(0, SENTENCES)
}

const chunk = (content: string, finish: string | null) =>
  `data: ${JSON.stringify({
    id: 'bench',
    object: 'chat.completion.chunk',
    created: 0,
    model: 'bench',
    choices: [{ index: 0, delta: { content }, finish_reason: finish }],
  })}\n\n`

const server = createServer(async (request, response) => {
  const pace = /^\/pace\/(\d+)$/.exec(request.url ?? '')
  if (pace !== null) paceMs = Number(pace[1])
  if (request.method === 'GET') {
    response.end(JSON.stringify(noted))
    return
  }
  const start = now()
  let body = ''
  for await (const piece of request) body += String(piece)
  const user: string = JSON.parse(body).messages.at(-1).content
  const times: Times = { start, ends: [], end: 0 }
  noted[/bench-(\d+)/.exec(user)?.[1] ?? ''] = times
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const say = (text: string) => {
    for (let at = 0; at < text.length; at += PIECE) response.write(chunk(text.slice(at, at + PIECE), null))
  }
  say('{"segments":[')
  const segments = segmentsOf(user)
  for (const [at, segment] of segments.entries()) {
    await wait(paceMs)
    say(`${at === 0 ? '' : ','}${segment.slice(0, -1)}`)
    response.write(chunk('}', null))
    times.ends.push(now())
  }
  response.write(chunk('],"not_answered":[]}', 'stop'))
  response.end('data: [DONE]\n\n')
  times.end = now()
})
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
