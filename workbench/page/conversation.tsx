/** The ticket's comments, oldest first. Foreign HTML is rebuilt from what a reply may hold before it is shown. */
import { useEffect, useRef } from 'preact/hooks'
import { Avatar } from './avatar.tsx'
import { cleanFragment } from './clean-html.ts'
import type { CommentJson } from './desk-client.ts'
import { LockIcon } from './icons.tsx'
import type { TicketState } from './ticket-state.ts'
import { moment } from './words.ts'

function CommentBody({ html }: { readonly html: string }) {
  const body = useRef<HTMLDivElement>(null)
  useEffect(() => body.current?.replaceChildren(cleanFragment(html)), [html])
  return <div class="comment-body" ref={body} />
}

function Comment({ comment, state }: { readonly comment: CommentJson; readonly state: TicketState }) {
  const author = state.person(comment.author_id)
  const kind = author === undefined || author.role === 'end-user' ? 'requester' : 'agent'
  return (
    <article class={comment.public ? 'comment' : 'comment comment-internal'} data-comment-id={comment.id}>
      <Avatar name={author?.name ?? '?'} kind={kind} />
      <div class="comment-card">
        <header>
          <strong>{author?.name ?? 'Unknown'}</strong>
          {!comment.public && (
            <span class="comment-mark">
              <LockIcon /> Internal
            </span>
          )}
          <time dateTime={comment.created_at}>{moment(comment.created_at)}</time>
        </header>
        <CommentBody html={comment.html_body} />
      </div>
    </article>
  )
}

export function Conversation({ state }: { readonly state: TicketState }) {
  const { comments } = state.view()
  const end = useRef<HTMLDivElement>(null)
  const last = comments.at(-1)?.id
  useEffect(() => end.current?.scrollIntoView({ block: 'end' }), [last])
  return (
    <section class="conversation" aria-label="Conversation">
      {comments.map((comment) => (
        <Comment key={comment.id} comment={comment} state={state} />
      ))}
      <div ref={end} />
    </section>
  )
}
