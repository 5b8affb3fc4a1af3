/** Bad networks and bad servers: each answers one request in its own way. */
import type { ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { Transport } from './behaviours.ts'
import { endStream, event, openStream, type Pace, write, writePieces } from './stream.ts'

export interface Exchange {
  readonly res: ServerResponse
  readonly model: string
  /** The words of a faithful answer, to be carried badly. */
  readonly pieces: readonly string[]
  readonly pace: Pace
  /** 1 for the first request with this behaviour. */
  readonly turn: number
  /** What came in, key and all: servers that fail like to repeat it. */
  readonly echo: string
}

const MEGABYTE = 1024 * 1024
const HUGE_BYTES = 50 * MEGABYTE

function refuse(
  { res, echo }: Exchange,
  status: number,
  code: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  res.writeHead(status, { 'content-type': 'application/json', ...headers })
  res.end(JSON.stringify({ error: { message: `refused: ${echo}`, type: code, param: null, code } }))
}

async function good({ res, model, pieces, pace }: Exchange): Promise<void> {
  openStream(res)
  if (await writePieces(res, model, pieces, pace)) endStream(res, model)
}

/** The first half of the answer, streamed as it should be. */
async function half({ res, model, pieces, pace }: Exchange): Promise<void> {
  openStream(res)
  await writePieces(res, model, pieces.slice(0, Math.ceil(pieces.length / 2)), pace)
}

const reset = ({ res }: Exchange) => void res.socket?.resetAndDestroy()

async function flood({ res, model }: Exchange, piece: string, between: string): Promise<void> {
  openStream(res)
  let sent = 0
  await write(res, between === '' ? 'data: "' : ': \n\n')
  while (sent < HUGE_BYTES) {
    if (!(await write(res, between === '' ? piece : event(model, { content: piece })))) return
    sent += piece.length
  }
  endStream(res, model)
}

async function drip({ res }: Exchange): Promise<void> {
  openStream(res)
  while (await write(res, ':\n\n')) await wait(20)
}

const ending = (reason: string) => async (exchange: Exchange) => {
  await half(exchange)
  endStream(exchange.res, exchange.model, reason)
}

/** The first request fails like `bad`, the next is answered well. */
const onceThenGood = (bad: (exchange: Exchange) => void) => (exchange: Exchange) =>
  exchange.turn === 1 ? bad(exchange) : good(exchange)

export const TRANSPORT: Record<Transport, (exchange: Exchange) => void | Promise<void>> = {
  huge: (exchange) => flood(exchange, 'x'.repeat(16_000), '\n\n'),
  'huge-event': (exchange) => flood(exchange, 'x'.repeat(16_000), ''),
  'slow-loris': drip,
  '400': (exchange) => refuse(exchange, 400, 'invalid_request_error'),
  '401': (exchange) => refuse(exchange, 401, 'invalid_api_key'),
  '404': (exchange) => refuse(exchange, 404, 'model_not_found'),
  '429': (exchange) => refuse(exchange, 429, 'rate_limit_exceeded'),
  '429-retry-after': onceThenGood((exchange) =>
    refuse(exchange, 429, 'rate_limit_exceeded', { 'retry-after': '1' }),
  ),
  '429-come-back-tomorrow': (exchange) =>
    refuse(exchange, 429, 'insufficient_quota', { 'retry-after': '86400' }),
  '429-then-ok': onceThenGood((exchange) => refuse(exchange, 429, 'rate_limit_exceeded')),
  '500': (exchange) => refuse(exchange, 500, 'server_error'),
  '500-then-ok': onceThenGood((exchange) => refuse(exchange, 500, 'server_error')),
  reset,
  'reset-then-ok': onceThenGood(reset),
  'reset-before-words': async (exchange) => {
    openStream(exchange.res)
    await write(exchange.res, event(exchange.model, { role: 'assistant', content: '' }))
    // Later than what was written, or it would never arrive.
    await wait(20)
    reset(exchange)
  },
  'reset-mid-stream': async (exchange) => {
    await half(exchange)
    reset(exchange)
  },
  'breaks-off': async (exchange) => {
    await half(exchange)
    exchange.res.destroy()
  },
  'html-page': ({ res, echo }) => {
    res.writeHead(200, { 'content-type': 'text/html' }).end(`<html><h1>Sign in</h1><pre>${echo}</pre></html>`)
  },
  'json-not-stream': ({ res, pieces }) => {
    const message = { role: 'assistant', content: pieces.join('') }
    const body = {
      id: '1',
      object: 'chat.completion',
      choices: [{ index: 0, message, finish_reason: 'stop' }],
    }
    res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  },
  'garbage-events': ({ res, echo }) => {
    openStream(res)
    res.end(`data: {"choices": ${echo}\n\ndata: [DONE]\n\n`)
  },
  'error-event': async (exchange) => {
    const error = { message: `overloaded: ${exchange.echo}`, type: 'server_error', code: null }
    openStream(exchange.res)
    exchange.res.end(`data: ${JSON.stringify({ error })}\n\ndata: [DONE]\n\n`)
  },
  empty: ({ res }) => {
    openStream(res)
    res.end()
  },
  refusal: ({ res, model }) => {
    openStream(res)
    res.write(event(model, { role: 'assistant', refusal: 'I cannot help with that.' }))
    endStream(res, model)
  },
  'finish-length': ending('length'),
  'content-filter': ending('content_filter'),
  redirect: ({ res }) => {
    res.writeHead(302, { location: 'https://us.model.example/v1/chat/completions' }).end()
  },
  'never-answers': () => undefined,
  'never-goes-on': half,
  'never-hangs-up': async ({ res, model, pieces, pace }) => {
    openStream(res)
    if (await writePieces(res, model, pieces, pace)) res.write(`${event(model, {}, 'stop')}data: [DONE]\n\n`)
  },
}
