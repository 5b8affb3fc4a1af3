/** Hears what changed in the helpdesk, also by someone else. Events hold ids; the page reads the rest. */
export interface DeskChange {
  readonly type: string
  readonly ticketId?: number
  readonly userId?: number
}

export function listenToDesk(heard: (change: DeskChange) => void): () => void {
  const source = new EventSource('/workbench/events')
  source.onmessage = (event: MessageEvent<string>) => heard(JSON.parse(event.data) as DeskChange)
  return () => source.close()
}
