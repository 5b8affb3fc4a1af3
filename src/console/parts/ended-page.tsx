/** All that a page shows whose session has ended: that it has, and the way back. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { SessionEnd } from '../../companion/index.ts'
import type { ConsoleWords } from '../words.ts'
import { copyText } from './copy.tsx'
import { Icon } from './icon.tsx'

interface EndedPageProps {
  readonly how: SessionEnd
  /** What the person had typed when the time ran out; never shown, only copied. */
  readonly typed: string
  readonly words: ConsoleWords
}

export function EndedPage({ how, typed, words }: EndedPageProps) {
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
        {typed === '' ? <p>{say.outText}</p> : <Typed typed={typed} words={words} />}
      </div>
    </main>
  )
}

function Typed({ typed, words }: Pick<EndedPageProps, 'typed' | 'words'>) {
  const [outcome, setOutcome] = useState<'copied' | 'copyFailed' | null>(null)
  const copy = () =>
    copyText(typed).then(
      () => setOutcome('copied'),
      () => setOutcome('copyFailed'),
    )
  return (
    <>
      <p>{words.sessions.typedKept}</p>
      <div class="g-row">
        <button type="button" class="g-btn g-btn-primary" onClick={() => void copy()}>
          <Icon name={outcome === 'copied' ? 'check' : 'copy'} />
          {words.sessions.copyTyped}
        </button>
        <span role="status">{outcome === null ? '' : words.common[outcome]}</span>
      </div>
      {outcome === 'copyFailed' ? (
        <textarea class="g-textarea" rows={8} readOnly aria-label={words.sessions.copyTyped} value={typed} />
      ) : null}
    </>
  )
}
