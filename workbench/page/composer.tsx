/** Where the agent writes: public reply or internal note, a little formatting, submit with a status. */
import type { ComponentChildren } from 'preact'
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { cleanHtml } from './clean-html.ts'
import { type ComposerText, openComposerText, textToHtml } from './composer-text.ts'
import { useDismissal } from './dismissal.ts'
import { BoldIcon, BulletsIcon, FoldIcon, ItalicIcon, LockIcon, NumbersIcon, ReplyIcon } from './icons.tsx'
import type { CommentType } from './ticket-place.ts'
import { statusWord } from './words.ts'

const SUBMIT_STATUSES = ['open', 'pending', 'solved'] as const

export interface ComposerProps {
  readonly type: CommentType
  readonly requesterName: string
  readonly isBusy: boolean
  readonly isClosed: boolean
  onType(type: CommentType): void
  onReady(text: ComposerText): void
  onChange(): void
  onSubmit(status: string): void
}

function Tool(props: {
  readonly label: string
  readonly command: string
  readonly children: ComponentChildren
}) {
  return (
    <button
      type="button"
      class="tool"
      title={props.label}
      aria-label={props.label}
      // Keeps the caret in the text.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => document.execCommand(props.command)}
    >
      {props.children}
    </button>
  )
}

function SubmitButton(props: { readonly isBusy: boolean; onSubmit(status: string): void }) {
  const [status, setStatus] = useState<string>('open')
  const [isOpen, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const close = useCallback(() => setOpen(false), [])
  useDismissal(box, isOpen, close)
  return (
    <div class="submit" ref={box}>
      <button
        type="button"
        class="submit-main"
        id="submit-ticket"
        disabled={props.isBusy}
        onClick={() => props.onSubmit(status)}
      >
        {props.isBusy ? 'Submitting…' : 'Submit as '}
        {!props.isBusy && <strong>{statusWord(status)}</strong>}
      </button>
      <button
        type="button"
        class="submit-more"
        aria-label="Choose status"
        aria-expanded={isOpen}
        disabled={props.isBusy}
        onClick={() => setOpen(!isOpen)}
      >
        <FoldIcon />
      </button>
      {isOpen && (
        <ul class="submit-menu">
          {SUBMIT_STATUSES.map((entry) => (
            <li key={entry}>
              <button
                type="button"
                onClick={() => {
                  setStatus(entry)
                  setOpen(false)
                }}
              >
                <span class={`dot dot-${entry}`} />
                <span>
                  Submit as <strong>{statusWord(entry)}</strong>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function pasteClean(event: ClipboardEvent): void {
  event.preventDefault()
  const html = event.clipboardData?.getData('text/html') ?? ''
  const text = event.clipboardData?.getData('text/plain') ?? ''
  document.execCommand('insertHTML', false, html === '' ? textToHtml(text) : cleanHtml(html))
}

export function Composer(props: ComposerProps) {
  const editor = useRef<HTMLDivElement>(null)
  const latest = useRef(props)
  latest.current = props
  useEffect(() => {
    if (editor.current === null) return
    document.execCommand('defaultParagraphSeparator', false, 'p')
    const text = openComposerText(editor.current, () => latest.current.onChange())
    latest.current.onReady(text)
    return () => text.close()
  }, [])

  const isNote = props.type === 'internalNote'
  return (
    <section class={isNote ? 'composer composer-note' : 'composer'} aria-label="Reply">
      <header>
        <fieldset class="composer-types">
          <legend class="hidden">Kind of comment</legend>
          <button
            type="button"
            aria-pressed={!isNote}
            onClick={() => props.onType('publicReply')}
            id="public-reply"
          >
            <ReplyIcon /> Public reply
          </button>
          <button
            type="button"
            aria-pressed={isNote}
            onClick={() => props.onType('internalNote')}
            id="internal-note"
          >
            <LockIcon /> Internal note
          </button>
        </fieldset>
        <span class="composer-to">{isNote ? 'Agents only' : `To: ${props.requesterName}`}</span>
      </header>
      {/* biome-ignore lint/a11y/useSemanticElements: a textarea cannot hold rich text */}
      <div
        ref={editor}
        id="composer"
        class="composer-text"
        contenteditable={!props.isClosed}
        role="textbox"
        tabIndex={0}
        aria-multiline="true"
        aria-label={isNote ? 'Internal note' : 'Public reply'}
        onPaste={pasteClean}
      />
      <footer>
        <div class="tools">
          <Tool label="Bold" command="bold">
            <BoldIcon />
          </Tool>
          <Tool label="Italic" command="italic">
            <ItalicIcon />
          </Tool>
          <Tool label="Bulleted list" command="insertUnorderedList">
            <BulletsIcon />
          </Tool>
          <Tool label="Numbered list" command="insertOrderedList">
            <NumbersIcon />
          </Tool>
        </div>
        {props.isClosed ? (
          <span class="muted">This ticket is closed.</span>
        ) : (
          <SubmitButton isBusy={props.isBusy} onSubmit={props.onSubmit} />
        )}
      </footer>
    </section>
  )
}
