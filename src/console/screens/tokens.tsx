/** Tokens of the API: which there are, what each may do, and the ways to make and to end one. */
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { MadeToken, TokensView, TokenView } from '../../domain/token-api.ts'
import { useConsole } from '../context.ts'
import { useAct, useLoading } from '../loading.ts'
import { CancelOrAct } from '../parts/cancel-or-act.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Icon } from '../parts/icon.tsx'
import { EmptyState, PageHead, SetbackAlert, StateChip, WhenLoaded } from '../parts/page.tsx'
import { isEnded, type TokenState, tokenState } from '../token-form.ts'
import { fill, formatDate, formatDay, plural } from '../words.ts'
import { SecretDialog, TokenDialog } from './token-dialog.tsx'

const TONES = {
  working: 'success',
  soon: 'warning',
  revoked: 'neutral',
  expired: 'neutral',
  role_lost: 'neutral',
  left_helpdesk: 'neutral',
  helpdesk_role: 'neutral',
} as const satisfies Record<TokenState, string>
const ICONS = {
  working: 'check',
  soon: 'clock',
  revoked: 'bar',
  expired: 'clock',
  role_lost: 'lock',
  left_helpdesk: 'lock',
  helpdesk_role: 'lock',
} as const satisfies Record<TokenState, string>

export function TokensScreen() {
  const { client, words } = useConsole()
  const loading = useLoading(() => client.tokens(), 'tokens')
  const [making, setMaking] = useState(false)
  const [made, setMade] = useState<MadeToken | null>(null)
  const say = words.tokens
  const view = loading.loaded.status === 'ready' ? loading.loaded.value : null
  const makeButton =
    view === null || view.grantable.length === 0 ? null : (
      <button type="button" class="g-btn g-btn-primary" onClick={() => setMaking(true)}>
        {say.make}
      </button>
    )
  return (
    <>
      <PageHead title={say.title} lead={say.lead}>
        {makeButton}
      </PageHead>
      <WhenLoaded loading={loading}>
        {(loaded) =>
          loaded.tokens.length === 0 ? (
            <EmptyState title={say.empty} hint={say.emptyHint} />
          ) : (
            <TokenLists view={loaded} onChange={loading.put} />
          )
        }
      </WhenLoaded>
      {making && view !== null ? (
        <TokenDialog
          view={view}
          onClose={() => setMaking(false)}
          onMade={(token) => {
            setMaking(false)
            setMade(token)
            loading.put({ ...view, tokens: [token.token, ...view.tokens] })
          }}
        />
      ) : null}
      {made === null ? null : <SecretDialog made={made} onClose={() => setMade(null)} />}
    </>
  )
}

interface ListProps {
  readonly view: TokensView
  readonly onChange: (view: TokensView) => void
}

function TokenLists({ view, onChange }: ListProps) {
  const { words, now } = useConsole()
  const say = words.tokens
  const [revoking, setRevoking] = useState<TokenView | null>(null)
  const stands = view.tokens.map((token) => ({ token, state: tokenState(token, now()) }))
  const lists = [
    { id: 'tokens-working', title: say.working, lines: stands.filter(({ state }) => !isEnded(state)) },
    { id: 'tokens-ended', title: say.ended, lines: stands.filter(({ state }) => isEnded(state)) },
  ].filter(({ lines }) => lines.length > 0)
  return (
    <div class="g-stack" data-gap="5">
      {lists.map(({ id, title, lines }) => (
        <section class="g-card" key={id} aria-labelledby={id}>
          <div class="g-card-head">
            <h2 class="g-h2" id={id}>
              {title}
            </h2>
          </div>
          <ul class="c-packages">
            {lines.map(({ token, state }) => (
              <TokenLine
                key={token.tokenId}
                token={token}
                state={state}
                onRevoke={isEnded(state) ? null : () => setRevoking(token)}
              />
            ))}
          </ul>
        </section>
      ))}
      {revoking === null ? null : (
        <RevokeDialog token={revoking} onClose={() => setRevoking(null)} onChange={onChange} />
      )}
    </div>
  )
}

function TokenLine(props: {
  readonly token: TokenView
  readonly state: TokenState
  readonly onRevoke: (() => void) | null
}) {
  const { me, words, language } = useConsole()
  const say = words.tokens
  const { token, state, onRevoke } = props
  return (
    <li class="g-stack" data-gap="2">
      <div class="g-row" data-spread>
        <h3 class="g-h3 g-row g-break" data-gap="2">
          {token.name}
          <StateChip tone={TONES[state]} icon={ICONS[state]}>
            {say.state[state]}
          </StateChip>
        </h3>
        {onRevoke === null ? null : (
          <button
            type="button"
            class="g-btn g-btn-small"
            aria-label={fill(say.revokeOne, { name: token.name })}
            onClick={onRevoke}
          >
            {say.revoke}
          </button>
        )}
      </div>
      <dl class="c-token-facts g-small">
        <Fact title={say.madeBy}>
          <span class="g-mono">{token.madeBy}</span>{' '}
          {token.madeBy === me.agentId ? <span class="c-tag">{say.you}</span> : null} ·{' '}
          <span class="c-nowrap">{formatDate(token.madeAt, language)}</span>
        </Fact>
        <Fact title={isEnded(state) ? say.expired : say.expires}>
          {formatDate(token.expiresAt, language)}
        </Fact>
        <Fact title={say.lastUsed}>
          {token.lastUsedOn === null ? say.never : formatDay(token.lastUsedOn, language)}
        </Fact>
        {token.addresses.length === 0 ? null : (
          <Fact title={say.addresses}>
            <span class="g-mono g-break">{token.addresses.join(', ')}</span>
          </Fact>
        )}
      </dl>
      <details class="g-details">
        <summary>{plural(say.may, token.scopes.length, language)}</summary>
        <ul class="c-token-scopes g-small">
          {token.scopes.map((scope) => (
            <li key={scope}>
              {say.scope[scope]} <code class="g-mono g-muted">{scope}</code>
            </li>
          ))}
        </ul>
      </details>
    </li>
  )
}

function Fact(props: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <div>
      <dt class="g-muted">{props.title}</dt>
      <dd>{props.children}</dd>
    </div>
  )
}

function RevokeDialog(props: {
  readonly token: TokenView
  readonly onClose: () => void
  readonly onChange: (view: TokensView) => void
}) {
  const { client, words, tell } = useConsole()
  const say = words.tokens
  const { token, onClose } = props
  const { name } = token
  const act = useAct()
  const revoke = () =>
    act.run(async () => {
      props.onChange(await client.revokeToken(token.tokenId))
      tell(fill(say.revoked, { name }), 'success')
      onClose()
    })
  return (
    <Dialog
      title={fill(say.revokeTitle, { name })}
      onClose={onClose}
      foot={
        <CancelOrAct onCancel={onClose} onAct={revoke} off={act.busy} grave>
          <Icon name="bar" />
          {say.revoke}
        </CancelOrAct>
      }
    >
      <p>{say.revokeHint}</p>
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
    </Dialog>
  )
}
