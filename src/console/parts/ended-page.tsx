/** All that a page shows whose session has ended: that it has, and the way back. */
import { useEffect, useRef } from 'preact/hooks'
import type { SessionEnd } from '../../companion/index.ts'
import type { ConsoleWords } from '../words.ts'
import { Icon } from './icon.tsx'

export function EndedPage({ how, words }: { readonly how: SessionEnd; readonly words: ConsoleWords }) {
  const say = words.sessions
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <main class="c-closed" id="content">
      <div class="g-card g-card-body g-stack" data-gap="4">
        <span class="c-closed-mark">
          <Icon name="lock" />
        </span>
        <h1 class="g-h1" tabIndex={-1} ref={heading}>
          {how === 'signed_out' ? say.outTitle : say.ended}
        </h1>
        <p>{say.outText}</p>
      </div>
    </main>
  )
}
