/** Gives an answer out as server-sent events, a piece at a time, until it ends or nobody listens any more. */
import type { ServerResponse } from 'node:http'
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises'

export interface Pace {
  /** Between two pieces; asked anew for each, so that it can be changed in the middle of an answer. */
  delayMs: number
}

export function openStream(res: ServerResponse): void {
  res.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' })
}

function takenOrGone(res: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      res.off('drain', settle)
      res.off('close', settle)
      resolve()
    }
    res.on('drain', settle)
    res.on('close', settle)
  })
}

/** Waits until it was taken. @returns false once nobody listens. */
export async function write(res: ServerResponse, text: string): Promise<boolean> {
  if (res.destroyed || res.closed) return false
  if (!res.write(text)) await takenOrGone(res)
  return !res.destroyed && !res.closed
}

export interface Delta {
  readonly content?: string
  readonly refusal?: string
  readonly role?: string
}

export function event(model: string, delta: Delta, finishReason: string | null = null): string {
  const choices = [{ index: 0, delta, logprobs: null, finish_reason: finishReason }]
  const body = { id: 'chatcmpl-stand-in', object: 'chat.completion.chunk', created: 0, model, choices }
  return `data: ${JSON.stringify(body)}\n\n`
}

/** @returns false once nobody listens. */
export async function writePieces(
  res: ServerResponse,
  model: string,
  pieces: Iterable<string>,
  pace: Readonly<Pace>,
): Promise<boolean> {
  if (!(await write(res, event(model, { role: 'assistant', content: '' })))) return false
  for (const content of pieces) {
    if (!(await write(res, event(model, { content })))) return false
    // A turn of its own for each piece: an answer without end must let others run.
    if (pace.delayMs > 0) await wait(pace.delayMs)
    else await nextTurn()
  }
  return true
}

/** Where it was asked for: a piece without words after the last one. */
export interface TokenUsage {
  readonly prompt_tokens: number
  readonly completion_tokens: number
}

/** Four characters a token, as providers' own rule of thumb has it. */
export function tokensOf(text: string): number {
  return Math.ceil(text.length / 4)
}

export function endStream(
  res: ServerResponse,
  model: string,
  finishReason = 'stop',
  usage: TokenUsage | null = null,
): void {
  const said = {
    id: 'chatcmpl-stand-in',
    object: 'chat.completion.chunk',
    created: 0,
    model,
    choices: [],
    usage,
  }
  const tokens = usage === null ? '' : `data: ${JSON.stringify(said)}\n\n`
  res.end(`${event(model, {}, finishReason)}${tokens}data: [DONE]\n\n`)
}
