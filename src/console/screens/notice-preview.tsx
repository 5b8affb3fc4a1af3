/**
 * The requester's page on a phone's width, drawn by the code that serves it. Each change is asked for at once;
 * while an answer is under way only the newest text waits.
 */

import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { NoticeText, RequesterLanguage } from '../../domain/notice.ts'
import { trustedHtml } from '../../look/trusted-html.ts'
import { useConsole } from '../context.ts'

interface Order {
  readonly locale: RequesterLanguage
  readonly version: number
  readonly text: NoticeText
}

function usePreview(order: Order): { readonly html: string | null; readonly failed: boolean } {
  const { client } = useConsole()
  const [html, setHtml] = useState<string | null>(null)
  const [failed, setFailed] = useState(false)
  const next = useRef<Order | null>(null)
  const busy = useRef(false)
  const key = JSON.stringify(order)
  useEffect(() => {
    next.current = order
    const ask = async () => {
      if (busy.current || next.current === null) return
      busy.current = true
      const wanted = next.current
      next.current = null
      try {
        setHtml(await client.previewNotice(wanted))
        setFailed(false)
      } catch {
        setFailed(true)
      } finally {
        busy.current = false
      }
      await ask()
    }
    void ask()
  }, [key, client])
  return { html, failed }
}

export function NoticePreview(props: Order) {
  const { words } = useConsole()
  const say = words.notices
  const { html, failed } = usePreview(props)
  // The same page is one and the same: another object would load the frame anew each time the screen is drawn.
  const page = useMemo(() => (html === null ? null : trustedHtml(html)), [html])
  return (
    <div class="c-phone">
      {failed ? <p class="g-error">{say.previewFailed}</p> : null}
      {page === null ? (
        <span class="g-skeleton" data-size="block" />
      ) : (
        // Nothing in it can run, be sent or lead away.
        <iframe title={say.previewFrame} sandbox="" srcdoc={page} />
      )}
    </div>
  )
}
