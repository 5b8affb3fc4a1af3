/** Tells open pages what changed, as server-sent events. Ids only; the page reads the rest with its rights. */
import type { Request, Response } from 'express'
import type { Desk } from '../store/desk.ts'

export interface Live {
  stream(req: Request, res: Response): void
  close(): void
}

export function openLive(desk: Desk): Live {
  const open = new Set<Response>()
  const stop = desk.listen((event) => {
    for (const res of open) res.write(`data: ${JSON.stringify(event)}\n\n`)
  })
  return {
    stream(req, res) {
      res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
      res.write(': open\n\n')
      open.add(res)
      req.on('close', () => open.delete(res))
    },
    close() {
      stop()
      for (const res of open) res.end()
    },
  }
}
